import {fileURLToPath} from 'node:url';
import {defineConfig, type Plugin, type UserConfig} from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Gives Lit's Trusted Types policy the widget's name, so that another copy of Lit on the merchant's page does not collide. */
const ownPolicyName: Plugin = {
  name: 'own-policy-name',
  transform: {
    filter: {id: /lit-html[\\/](?:development[\\/])?lit-html\.js/},
    handler(code) {
      const renamed = code.replace(/createPolicy\((["'])lit-html\1/, 'createPolicy("cryptopocket-buy"');
      if (renamed === code) this.error('lit-html no longer creates its policy in the known way');
      return {code: renamed, map: null};
    },
  },
};

/** Minified code breaks lines only inside its templates and style sheets, where a browser needs no more than a space. */
const oneLine: Plugin = {
  name: 'one-line',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/\s*\n\s*/g, ' ').trim();
    }
  },
};

const builds: Record<string, UserConfig> = {
  /** For npm: ES modules, dependencies left out, a file for each of ours so that lazy parts stay lazy. */
  npm: {
    build: {
      target: 'es2022',
      outDir: here('dist'),
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      lib: {
        entry: {
          index: here('src/index.ts'),
          define: here('src/define.ts'),
          'server/index': here('src/server/index.ts'),
          'sandbox/index': here('src/sandbox/index.ts'),
        },
        formats: ['es'],
      },
      rolldownOptions: {
        external: id => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('\0') && !id.startsWith(here('.')),
        output: {preserveModules: true, preserveModulesRoot: here('src')},
      },
    },
  },
  /** For a script tag: one file with everything the first step needs, and lazy chunks beside it. */
  cdn: {
    plugins: [ownPolicyName, oneLine],
    define: {'process.env.NODE_ENV': '"production"'},
    base: './',
    build: {
      target: 'es2022',
      outDir: here('dist/cdn'),
      emptyOutDir: true,
      modulePreload: false,
      lib: {entry: here('src/define.ts'), formats: ['es'], fileName: () => 'cryptopocket-buy.js'},
      rolldownOptions: {
        // What the lazy chunks share with the first file stays in it: one request until the widget can be used.
        preserveEntrySignatures: 'allow-extension',
        // Building a library leaves ES output readable unless told.
        output: {minify: true, chunkFileNames: 'cryptopocket-buy-[name]-[hash].js'},
      },
    },
  },
  /** The demo's page; it loads the script-tag build as any merchant's page does. */
  demo: {
    root: here('demo'),
    publicDir: here('dist/cdn'),
    build: {
      target: 'es2022',
      outDir: here('.demo'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: {polyfill: false},
    },
  },
};

/** `vite build` is the npm build; `--mode` chooses another one. */
export default defineConfig(({mode}) => ({...(builds[mode] ?? builds['npm']), logLevel: 'warn'}));
