import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {bundledLicenses} from './scripts/build/bundled-licenses.js';
import {defineConfig, type Plugin, type UserConfig} from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Stands for everything that the script-tag files are made of. All chunks have it in their names, so that none is ever
 * mixed with those of another build; as it is one for all, the first file names a chunk per language with few bytes.
 */
function buildId(): string {
  const sources = readdirSync(here('src'), {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    // What no page loads does not change what a page pinned.
    .filter(path => !/[\\/]src[\\/](?:(?:cli|sandbox|server|testing)[\\/]|optional-package\.ts$)/.test(path))
    .sort();
  const hash = createHash('sha256');
  for (const path of [...sources, here('vite.config.ts'), here('package-lock.json')]) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 6);
}

/**
 * Renames Lit's Trusted Types policy. The only change to a dependency: without it, a page that sends `trusted-types lit-html` and
 * has a Lit of its own breaks, because the second policy of one name is refused. The documented alternative,
 * `'allow-duplicates'`, weakens the merchant's policy. A second copy of the widget creates no policy, because its tags are
 * taken already and it renders nothing.
 */
const ownPolicyName: Plugin = {
  name: 'own-policy-name',
  transform: {
    filter: {id: /lit-html[\\/](?:development[\\/])?lit-html\.js/},
    handler(code) {
      const own = "$1 && !customElements.get('cryptopocket-buy') ? $1.createPolicy('cryptopocket-buy'";
      const renamed = code.replace(/(\w+)\s*\?\s*\1\.createPolicy\((["'])lit-html\2/, own);
      if (renamed === code) this.error('lit-html no longer creates its policy in the known way');
      return {code: renamed, map: null};
    },
  },
};

/** Chromium then compiles all functions of the first file off the main thread: the first step calls nearly all of them. */
const compileAll = '//# allFunctionsCalledOnLoad\n';

/**
 * A lazy chunk imports nothing but the first file: it may be loaded under another address than the others know it by, after the
 * first try failed.
 */
const independentChunks: Plugin = {
  name: 'independent-chunks',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || file.isEntry) continue;
      const others = file.imports.filter(name => name !== 'cryptopocket-buy.js');
      if (others.length > 0) this.error(`${file.fileName} imports ${others.join(' and ')}`);
    }
  },
};

/** Warns if a plugin takes a large share of the time; of a build of one second that says nothing. */
const checks = {pluginTimings: false};

const isOwn = (id: string) => /^[./\0]/.test(id) || id.startsWith(here('.'));

/**
 * Dependencies that the npm build contains instead of naming them: each weighs more than a megabyte once installed, mostly types that
 * none of our entries exposes, and little of its code is used. `@lit/react` would bring React's types along, as its peer.
 */
const bundled = /^(?:@lit\/react|valibot)$/;

const builds: Record<string, UserConfig> = {
  /** For npm: ES modules, nearly all dependencies left out, a file for each of ours so that lazy parts stay lazy. */
  npm: {
    plugins: [bundledLicenses(here('dist/bundled/THIRD-PARTY-LICENSES.txt'))],
    define: {CHUNK_SUFFIX: 'undefined'},
    build: {
      target: 'es2022',
      outDir: here('dist'),
      emptyOutDir: true,
      minify: false,
      lib: {
        entry: {
          index: here('src/index.ts'),
          define: here('src/define.ts'),
          'frameworks/react/index': here('src/frameworks/react/index.ts'),
          ...Object.fromEntries(
            ['react', 'preact', 'solid', 'svelte', 'vue'].map(name => [
              `frameworks/jsx/${name}`,
              here(`src/frameworks/jsx/${name}.ts`),
            ]),
          ),
          'server/index': here('src/server/index.ts'),
          'server/node/index': here('src/server/node/index.ts'),
          'server/node/smtp': here('src/server/node/smtp.ts'),
          'server/store/redis': here('src/server/store/redis.ts'),
          'sandbox/index': here('src/sandbox/index.ts'),
          'testing/index': here('src/testing/index.ts'),
        },
        formats: ['es'],
      },
      rolldownOptions: {
        external: id => !isOwn(id) && !bundled.test(id),
        output: {
          preserveModules: true,
          preserveModulesRoot: here('src'),
          entryFileNames: ({name}) => `${name.replace(/^.*node_modules\//, 'bundled/')}.js`,
        },
        checks,
        // Rolldown warns that "use client" may get lost. It stays: every module is a file of its own, and the Next.js app of the
        // tests fails without it.
        onLog(level, log, handle) {
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
        },
      },
    },
  },
  /** The command line: one file for Node with all that it needs, so that it runs without optional packages. */
  cli: {
    plugins: [bundledLicenses(here('dist/cli/THIRD-PARTY-LICENSES.txt'))],
    ssr: {noExternal: true},
    build: {
      ssr: here('src/cli/index.ts'),
      target: 'node20',
      outDir: here('dist/cli'),
      emptyOutDir: true,
      rolldownOptions: {
        output: {
          codeSplitting: false,
          entryFileNames: 'index.js',
          // Libraries take the names of their errors from their classes, and an operator reads stack traces.
          minify: {compress: true, mangle: false, codegen: true},
        },
        checks,
      },
    },
  },
  /** For a script tag: one file with everything the first step needs, and lazy chunks beside it. */
  cdn: {
    plugins: [ownPolicyName, independentChunks],
    define: {'process.env.NODE_ENV': '"production"', CHUNK_SUFFIX: JSON.stringify(buildId())},
    base: './',
    build: {
      target: 'es2022',
      outDir: here('dist/cdn'),
      emptyOutDir: true,
      modulePreload: false,
      lib: {entry: here('src/cdn/module.ts'), formats: ['es'], fileName: () => 'cryptopocket-buy.js'},
      rolldownOptions: {
        // What the lazy chunks share with the first file stays in it: one request until the widget can be used.
        preserveEntrySignatures: 'allow-extension',
        output: {
          // Vite leaves whitespace in the ES output of a library.
          minify: true,
          chunkFileNames: `cryptopocket-buy-[name]-${buildId()}.js`,
          postBanner: ({isEntry}) => (isEntry ? compileAll : ''),
        },
        checks,
      },
    },
  },
  /** For a script tag without `type="module"`: everything in one file, beside those of `cdn`, which are built before. */
  classic: {
    plugins: [ownPolicyName],
    define: {'process.env.NODE_ENV': '"production"', CHUNK_SUFFIX: 'undefined'},
    build: {
      target: 'es2022',
      outDir: here('dist/cdn'),
      emptyOutDir: false,
      lib: {
        entry: here('src/cdn/classic.ts'),
        formats: ['iife'],
        name: 'cryptopocketBuy',
        fileName: () => 'cryptopocket-buy.classic.js',
      },
      rolldownOptions: {output: {codeSplitting: false}, checks},
    },
  },
  /** The demo's page; it loads the script-tag build as any merchant's page does. */
  demo: {
    plugins: [ownPolicyName],
    root: here('demo'),
    publicDir: here('dist/cdn'),
    build: {
      target: 'es2022',
      outDir: here('.demo'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: {polyfill: false},
      rolldownOptions: {input: ['index', 'playground', 'states'].map(page => here(`demo/${page}.html`)), checks},
    },
  },
};

/** `vite build` is the npm build; `--mode` chooses another one. */
export default defineConfig(({mode}) => ({...(builds[mode] ?? builds['npm']), logLevel: 'warn'}));
