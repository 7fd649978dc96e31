/** What a page's author has no business with stays out: private members, and the event whose name is a variable. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({customElementsManifest}) {
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const declaration of declarations) {
        const isPublic = member => !member.name.startsWith('#') && (member.privacy ?? 'public') === 'public';
        declaration.members = declaration.members?.filter(isPublic);
        declaration.events = declaration.events?.filter(({name}) => name !== 'type');
      }
    }
  },
};

/** Only the tag that a page may use is published, at the place that it has in the package. */
const published = {
  name: 'published',
  packageLinkPhase({customElementsManifest}) {
    const toPublished = path => path.replace(/^\/?src\/(.+)\.ts$/, 'dist/$1.js');
    const isPublic = ({declarations = []}) => declarations.some(({tagName}) => tagName === 'cryptopocket-buy');
    const [module] = customElementsManifest.modules.filter(isPublic);
    module.path = toPublished(module.path);
    for (const {declaration} of module.exports) declaration.module = toPublished(declaration.module);
    const definition = {
      kind: 'custom-element-definition',
      name: 'cryptopocket-buy',
      declaration: {name: 'CryptopocketBuy', module: module.path},
    };
    const define = {kind: 'javascript-module', path: 'dist/define.js', declarations: [], exports: [definition]};
    customElementsManifest.modules = [module, define];
  },
};

export default {
  globs: ['src/components/**/*.ts'],
  exclude: ['**/*.styles.ts'],
  litelement: true,
  outdir: 'dist',
  packagejson: false,
  plugins: [publicOnly, published],
};
