// Writes what VS Code and JetBrains' editors read of the tag, from the custom-elements manifest of the build.
import {readFileSync} from 'node:fs';
import {generateJetBrainsWebTypes} from 'custom-element-jet-brains-integration';
import {generateVsCodeCustomElementData} from 'custom-element-vs-code-integration';
import ts from 'typescript';

const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8'));
const [declaration] = manifest.modules.flatMap(({declarations}) => declarations);
spellOutTypes();

const options = {outdir: 'dist', typesSrc: 'spelledOut', hideCssPropertiesDocs: true, hideLogs: true};
generateVsCodeCustomElementData(manifest, {
  ...options,
  htmlFileName: 'html-custom-data.json',
  cssFileName: 'css-custom-data.json',
});
generateJetBrainsWebTypes(manifest, {...options, packageJson: false});

/** An editor can offer the words that an attribute takes, but not look up what `Mode` is. */
function spellOutTypes() {
  const program = ts.createProgram(['dist/components/buy/buy.d.ts'], {
    strict: true,
    skipLibCheck: true,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.ESNext,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile('dist/components/buy/buy.d.ts');
  const element = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .find(({name}) => name === declaration.name);
  const instance = checker.getDeclaredTypeOfSymbol(element);
  for (const item of [...declaration.attributes, ...declaration.members]) {
    const property = instance.getProperty(item.fieldName ?? item.name);
    const type = property && checker.getTypeOfSymbol(property);
    const words = type?.isUnion() && type.types.every(part => part.isStringLiteral()) ? type.types : undefined;
    const text = words?.map(({value}) => `'${value}'`).join(' | ') ?? item.type?.text;
    if (text !== undefined) item.spelledOut = {text};
  }
}
