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

export default {
  globs: ['src/components/**/*.ts'],
  exclude: ['**/*.styles.ts'],
  litelement: true,
  outdir: 'dist',
  packagejson: false,
  plugins: [publicOnly],
};
