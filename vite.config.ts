import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync} from 'node:zlib';
import {literalsHtmlCssMinifier} from '@literals/rollup-plugin-html-css-minifier';
import {minify} from 'terser';
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
    .filter(path => !/[\\/]src[\\/](?:cli|sandbox|server|testing)[\\/]/.test(path))
    .sort();
  const hash = createHash('sha256');
  for (const path of [...sources, here('vite.config.ts'), here('package-lock.json')]) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 6);
}

/**
 * Gives Lit's Trusted Types policy the widget's name, so that another copy of Lit on the merchant's page does not collide. A
 * second copy of the widget makes none: its tags are taken, so that it renders nothing, and a page may forbid duplicates.
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

/**
 * What Lit does for browsers without shadow roots or adopted style sheets, where the widget does not run, for tools, for
 * decorators, and for kinds of properties and templates that the widget has none of.
 */
const unneeded: readonly [file: RegExp, code: RegExp, instead: string][] = [
  [/css-tag\.js$/, /\w+\.ShadowRoot&&\(.*?\)&&"adoptedStyleSheets"in .*?CSSStyleSheet\.prototype/, '!0'],
  [
    /css-tag\.js$/,
    /(\w+)=\(\w+,\.\.\.\w+\)=>\{const \w+=1===\w+\.length\?.*?return new (\w+)\(\w+,\w+,\w+\)\}/,
    '$1=t=>new $2(t[0],t)',
  ],
  [
    /css-tag\.js$/,
    /if\(this\._\$cssResult\$=!0,\w+!==\w+\)throw Error\("CSSResult is not constructable\..*?instead\."\)/,
    'this._$cssResult$=!0',
  ],
  [/css-tag\.js$/, /toString\(\)\{return this\.cssText\}/, ''],
  [
    /(?:reactive-element|lit-element|lit-html)\.js$/,
    /\w+\.(?:reactiveElement|litElement|litHtml)PolyfillSupport/,
    'void 0',
  ],
  [/(?:reactive-element|lit-element|lit-html)\.js$/, /\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/, 'void 0'],
  [/lit-element\.js$/, /createRenderRoot\(\)\{.*?\.firstChild,\w+\}/, ''],
  [/lit-element\.js$/, /\w+\.litElementHydrateSupport\?\.\(\{.*?\}\)/, 'void 0'],
  [/reactive-element\.js$/, /Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap;/, ''],
  [/reactive-element\.js$/, /const (\w+)=this\[Symbol\.metadata\];if\(null!==\1\)\{.*?\}(?=this\._\$Eh)/, ''],
  [/reactive-element\.js$/, /this\.prototype\.hasOwnProperty\(\w+\)&&\(\(.*?\)\.wrapped=!0\),/, ''],
  [/reactive-element\.js$/, /const \w+=this\.constructor\.elementProperties;if\(\w+\.size>0\)for\(.*?\}(?=\})/, ''],
  [/reactive-element\.js$/, /static addInitializer\(.*?\}/, ''],
  [/reactive-element\.js$/, /void 0!==(\w+)\.l&&\(this\.l=\[\.\.\.\1\.l\]\),/, ''],
  [/reactive-element\.js$/, /,this\.constructor\.l\?\.forEach\(\w+=>\w+\(this\)\)/, ''],
  [/reactive-element\.js$/, /case Object:case Array:\w+=null==\w+\?\w+:JSON\.stringify\(\w+\)/, ''],
  [/reactive-element\.js$/, /case Number:.*?case Object:case Array:try\{.*?\}catch\(\w+\)\{.*?\}/, ''],
  [/reactive-element\.js$/, /\{attribute:!0,type:String,.*?\}/, '{attribute:!0}'],
  [/reactive-element\.js$/, /\(void 0!==\w+\.converter\?\.toAttribute\?\w+\.converter:(\w+)\)/, '$1'],
  [
    /reactive-element\.js$/,
    /"function"==typeof \w+\.converter\?.*?:void 0!==\w+\.converter\?\.fromAttribute\?\w+\.converter:(\w+)/,
    '$1',
  ],
  [/reactive-element\.js$/, /\(\w+\.hasChanged\?\?(\w+)\)\((\w+,\w+)\)\|\|.*?hasAttribute\(.*?\)\)\)/, '$1($2))'],
  [/reactive-element\.js$/, /\w+&&!\(this\._\$Ej\?\?=new Map\)\.has\(\w+\)&&\(.*?\)\|\|(?=\(this\._\$AL)/, ''],
  [/reactive-element\.js$/, /(this\[\w+\]=\w+)\?\?this\._\$Ej\?\.get\(\w+\)\?\?\w+/, '$1'],
  [/reactive-element\.js$/, /removeController\(.*?\}/, ''],
  [/lit-html\.js$/, /else \w+\.startsWith\(\w+\)&&\(\w+\.push\(\{type:6,.*?\)\);/, ''],
  [/lit-html\.js$/, /:6===\w+\.type&&\(\w+=new \w+\(\w+,this,\w+\)\)/, ':0'],
  [/lit-html\.js$/, /else\{let \w+=-1;for\(;-1!==.*?\{type:7,.*?\}(?=\w+\+\+)/, ''],
  [/lit-html\.js$/, /,F:\w+(?=\})/, ''],
  [/lit-html\.js$/, /3===(\w+)\?"<math>":/, ''],
  [/lit-html\.js$/, /3===(\w+)\?"<\/math>":/, ''],
  [/lit-html\.js$/, /(2===\w+)\|\|3===\w+/, '$1'],
];

const leanLit: Plugin = {
  name: 'lean-lit',
  transform: {
    filter: {id: /[\\/](?:css-tag|reactive-element|lit-element|lit-html)\.js$/},
    handler(source, id) {
      let code = source;
      for (const [file, part, instead] of unneeded) {
        if (!file.test(id)) continue;
        const without = code.replace(part, instead);
        if (without === code) this.error(`${id} no longer has ${String(part)}`);
        code = without;
      }
      return {code, map: null};
    },
  },
};

/** Keeps the widget to the kinds of properties and templates that `leanLit` leaves in. */
const keptLean: Plugin = {
  name: 'kept-lean',
  transform: {
    filter: {
      id: /[\\/]src[\\/]components[\\/].*\.ts$/,
      code: /\b(?:converter|hasChanged|useDefault|removeController)\b|\btype: (?!Boolean\b)[A-Z]\w*\s*[,}]|\bmathml`|\bcss`[^`]*\$\{|<!--|<[\w-]+\s+\$\{/,
    },
    handler(_code, id) {
      this.error(`${id} needs a part of Lit that the script-tag files leave out`);
    },
  },
};

/** Takes out of templates and style sheets what a browser does not need. Made for Rollup, whose plugins Vite takes. */
const minifyTemplates = literalsHtmlCssMinifier({include: ['src/**/*.ts']}) as Plugin;

const letters = Array.from('etnrisoalcdupmhfgbvykwxjqzABCDEFGHIJKLMNOPQRSTUVWXYZ$_');

/** The `n`th name of those that begin with the letters in `order`. */
function nthName(n: number, order: readonly string[]): string {
  const others = [...order, ...Array.from('0123456789')];
  let name = order[n % order.length] ?? '';
  for (let rest = Math.floor(n / order.length); rest > 0; rest = Math.floor((rest - 1) / others.length)) {
    name += others[(rest - 1) % others.length] ?? '';
  }
  return name;
}

/** `code` with other names, in two dozen ways, of which it is left to chance which compresses best: the smallest, by up to 100 bytes. */
async function renamed(code: string): Promise<string> {
  const ways = letters.slice(0, 26).map(async first => {
    const order = [first, ...letters.filter(letter => letter !== first)];
    const nth_identifier = {get: (n: number) => nthName(n, order)};
    const {code: other = code} = await minify(code, {module: true, compress: false, mangle: {nth_identifier}});
    return {code: other, size: brotliCompressSync(other).length};
  });
  const bySize = (await Promise.all(ways)).sort((a, b) => a.size - b.size);
  return bySize[0]?.code ?? code;
}

/** For browsers that know it: the file's functions are all needed at once, so they are compiled before it is run, beside other work. */
const compileAll = '//# allFunctionsCalledOnLoad\n';

/** A second minifier after the bundler's own: it still finds a few hundred bytes, also between the files of the widget. */
const minifyAgain: Plugin = {
  name: 'minify-again',
  async generateBundle({format}, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      const {code} = await minify(file.code, {
        module: true,
        ecma: 2020,
        compress: {passes: 3, unsafe_arrows: true, keep_fargs: false},
      });
      if (code !== undefined) file.code = file.isEntry && format === 'es' ? compileAll + (await renamed(code)) : code;
    }
  },
};

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

const builds: Record<string, UserConfig> = {
  /** For npm: ES modules, dependencies left out, a file for each of ours so that lazy parts stay lazy. */
  npm: {
    define: {CHUNK_SUFFIX: 'undefined'},
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
          'cli/index': here('src/cli/index.ts'),
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
    plugins: [ownPolicyName, leanLit, keptLean, minifyTemplates, minifyAgain, independentChunks],
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
        // Building a library leaves ES output readable unless told.
        output: {minify: true, chunkFileNames: `cryptopocket-buy-[name]-${buildId()}.js`},
      },
    },
  },
  /** For a script tag without `type="module"`: everything in one file, beside those of `cdn`, which are built before. */
  classic: {
    plugins: [ownPolicyName, leanLit, keptLean, minifyTemplates, minifyAgain],
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
      rolldownOptions: {output: {codeSplitting: false}},
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
      rolldownOptions: {input: ['index', 'playground', 'states'].map(page => here(`demo/${page}.html`))},
    },
  },
};

/** `vite build` is the npm build; `--mode` chooses another one. */
export default defineConfig(({mode}) => ({...(builds[mode] ?? builds['npm']), logLevel: 'warn'}));
