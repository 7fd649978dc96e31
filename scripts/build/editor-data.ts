/** Writes what VS Code and JetBrains' editors read of the tag, from the custom-elements manifest of the build. */
import {readFileSync} from 'node:fs';
import {generateJetBrainsWebTypes} from 'custom-element-jet-brains-integration';
import {generateVsCodeCustomElementData} from 'custom-element-vs-code-integration';
import ts from 'typescript';

interface Item {
  name: string;
  fieldName?: string;
  type?: {text: string};
  /** Read by the generators instead of `type`. */
  spelledOut?: {text: string};
}

interface Declaration {
  name: string;
  attributes: Item[];
  members: Item[];
}

const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as {
  modules: {declarations: Declaration[]}[];
};
const [declaration] = manifest.modules.flatMap(({declarations}) => declarations);
if (!declaration) throw new Error('the custom-elements manifest is empty');
spellOutTypes(declaration);

const options = {outdir: 'dist', typesSrc: 'spelledOut', hideCssPropertiesDocs: true, hideLogs: true};
generateVsCodeCustomElementData(manifest, {
  ...options,
  htmlFileName: 'html-custom-data.json',
  cssFileName: 'css-custom-data.json',
});
generateJetBrainsWebTypes(manifest, {...options, packageJson: false});

/** An editor can offer the words that an attribute takes, but not look up what `Mode` is. */
function spellOutTypes({name, attributes, members}: Declaration): void {
  const file = 'dist/components/buy/buy.d.ts';
  const program = ts.createProgram([file], {
    strict: true,
    skipLibCheck: true,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.ESNext,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const element = module && checker.getExportsOfModule(module).find(symbol => symbol.name === name);
  if (!element) throw new Error(`${file} has no ${name}`);
  const instance = checker.getDeclaredTypeOfSymbol(element);
  for (const item of [...attributes, ...members]) {
    const property = instance.getProperty(item.fieldName ?? item.name);
    const type = property && checker.getTypeOfSymbol(property);
    const literals = type?.isUnion() ? type.types.filter(part => part.isStringLiteral()) : [];
    const isWords = type?.isUnion() === true && literals.length === type.types.length;
    const text = isWords ? literals.map(({value}) => `'${value}'`).join(' | ') : item.type?.text;
    if (text !== undefined) item.spelledOut = {text};
  }
}
