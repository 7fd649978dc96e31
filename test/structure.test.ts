import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {dirname, join, normalize, relative, sep} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** Text of every file under `src/`, by its path there, such as `machine/state.ts`. */
const files = new Map(
  readdirSync(src, {recursive: true, withFileTypes: true})
    .filter(file => file.isFile())
    .map(file => join(file.parentPath, file.name))
    .map(path => [relative(src, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
);

/** Whatever `text` imports: statically, as types, dynamically, or to export it again. */
function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({fileName}) => fileName);
}

/** The file under `src/` that `path` means by `specifier`; nothing for a package. */
function target(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return normalize(join(dirname(path), specifier))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '.ts');
}

/** Where a file belongs: its first folder, or `root`. */
function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : 'root';
}

/** Which folders each folder may import from, beside itself. */
const allowedImports: Record<string, readonly string[]> = {
  contract: [],
  server: ['contract'],
  client: ['contract'],
  machine: ['contract'],
  i18n: ['contract'],
  themes: ['contract'],
  sandbox: ['contract'],
  testing: [],
  cli: ['contract', 'server', 'sandbox'],
  components: ['contract', 'machine', 'i18n', 'themes'],
  root: ['components', 'contract', 'machine', 'i18n'],
  cdn: ['components', 'root'],
  frameworks: ['components', 'root'],
};

/** Imported by every folder: neither holds anything of one side. */
const sharedFiles = ['version.ts', 'optional-package.ts'];

/** Only the element of the whole flow talks to the adapter. */
const talksToAdapter = /^components\/buy\//;

/** Parts that the element of the whole flow loads when they are needed: nobody imports them statically. */
const lazyFolder = 'components/chunks/';

function mayImport(from: string, to: string): boolean {
  const [folder, other] = [folderOf(from), folderOf(to)];
  if (sharedFiles.includes(to)) return true;
  if (other === 'client') return folder === 'client' || talksToAdapter.test(from);
  return folder === other || allowedImports[folder]?.includes(other) === true;
}

/** The folders that may import a package. Whatever is not listed may not be imported. */
const allowedPackages: Record<string, readonly string[]> = {
  '@hono/node-server': ['server/node/'],
  '@lit/react': ['frameworks/'],
  '@noble/hashes': ['server/', 'sandbox/'],
  '@playwright/test': ['testing/'],
  '@scure/base': ['server/'],
  'content-security-policy-parser': ['cli/doctor/'],
  hono: ['sandbox/'],
  htmlparser2: ['cli/doctor/'],
  ioredis: ['server/store/'],
  'ipaddr.js': ['server/http/'],
  jose: ['server/'],
  ky: ['client/'],
  lit: ['components/', 'themes/', 'frameworks/'],
  'lossless-json': ['server/', 'sandbox/'],
  nodemailer: ['server/node/'],
  preact: ['frameworks/'],
  'prom-client': ['cli/'],
  qr: ['components/qr-code/'],
  'rate-limiter-flexible': ['server/store/'],
  react: ['frameworks/'],
  'solid-js': ['frameworks/'],
  svelte: ['frameworks/'],
  undici: ['server/node/'],
  valibot: ['server/', 'sandbox/', 'cli/'],
  vue: ['frameworks/'],
};

/** Everything outside of these runs wherever there is a `fetch`. */
const needsNode = /^cli\/|^server\/node\/|^server\/store\/redis\.ts$/;

/** What the package is called that `specifier` leads into. */
function packageOf(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
}

/** What no page with a strict policy would let run, and what no page should have to. */
const forbidden = [
  [/\bstyle=|<style\b|\bcssText\b|['"]style['"]/, 'styles inline'],
  [
    /\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write(?:ln)?|unsafeHTML|unsafeSVG|srcdoc)\b/,
    'HTML from text',
  ],
  [/\beval\(|\bnew Function\b|\bset(?:Timeout|Interval)\(['"`]/, 'code from text'],
  [/\bjavascript:/, 'a script for an address'],
  [/\bdocument\.cookie\b|\bindexedDB\b/, 'storage'],
] as const;

/** Whether `text` imports `specifier` dynamically, or its types alone. */
function isLazy(text: string, specifier: string): boolean {
  return !text.includes(` from '${specifier}'`) && !text.includes(`import '${specifier}'`);
}

/** `text` as it runs: a comment may show how a server that runs Node uses something. */
function withoutComments(path: string, text: string): string {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return ts.createPrinter({removeComments: true}).printFile(source);
}

/** What is wrong with the file at `path`, in words. */
function complaintsAbout(path: string, text: string): string[] {
  const complaints: string[] = [];
  for (const specifier of importsOf(text)) {
    const to = target(path, specifier);
    if (to === undefined) {
      if (specifier.startsWith('node:')) {
        if (!needsNode.test(path)) complaints.push(`${path} needs Node for ${specifier}`);
      } else if (!allowedPackages[packageOf(specifier)]?.some(folder => path.startsWith(folder)))
        complaints.push(`${path} may not import ${specifier}`);
    } else {
      if (!files.has(to)) complaints.push(`${path} imports ${to}, which is not there`);
      if (to.startsWith(lazyFolder) && !(talksToAdapter.test(path) && isLazy(text, specifier)))
        complaints.push(`${path} may not load ${to}, or not at once`);
      if (!mayImport(path, to)) complaints.push(`${path} may not import ${to}`);
    }
  }
  if (!needsNode.test(path) && /(?<![.\w])(?:process|Buffer|global|require)\s*[.(]/.test(withoutComments(path, text))) {
    complaints.push(`${path} has something that Node alone has`);
  }
  if (folderOf(path) === 'sandbox') return complaints;
  for (const [words, what] of forbidden) if (words.test(text)) complaints.push(`${path} has ${what}`);
  if (/\b(?:local|session)Storage\b/.test(text) && !talksToAdapter.test(path)) {
    complaints.push(`${path} has storage`);
  }
  return complaints;
}

for (const folder of Object.keys(allowedImports)) {
  test(`what is in ${folder} meets only what it may, and nothing that a strict policy forbids`, () => {
    const mine = [...files].filter(([path]) => folderOf(path) === folder);
    assert.ok(mine.length > 0);
    assert.deepEqual(
      mine.flatMap(([path, text]) => complaintsAbout(path, text)),
      [],
    );
  });
}

test('every folder has its rule', () => {
  assert.deepEqual([...new Set([...files.keys()].map(folderOf))].sort(), Object.keys(allowedImports).sort());
});

/** All that is loaded with `path`, now or later. */
function reachable(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const specifier of importsOf(files.get(path) ?? '')) {
    const to = target(path, specifier);
    if (to !== undefined) reachable(to, found);
  }
  return found;
}

for (const entry of ['define.ts', 'index.ts', 'frameworks/react/index.ts']) {
  test(`a page that loads ${entry} loads nothing of the server or the sandbox, then or later`, () => {
    const loaded = [...reachable(entry)];
    assert.ok(
      loaded.includes('components/buy/buy.ts') && loaded.includes('client/client.ts'),
      'too little was followed',
    );
    assert.deepEqual(
      loaded.filter(path => /^(?:server|sandbox)\//.test(path)),
      [],
    );
  });
}

test('a server that loads the adapter loads nothing of the page, and nothing that needs Node', () => {
  const loaded = [...reachable('server/index.ts'), ...reachable('sandbox/index.ts')];
  assert.deepEqual(
    loaded.filter(
      path => !(sharedFiles.includes(path) || /^(?:server|sandbox|contract)\//.test(path)) || needsNode.test(path),
    ),
    [],
  );
});

/** What these rules are there to notice. */
for (const [path, text] of [
  ['contract/money.ts', `import {start} from '../machine/state.js';`],
  ['contract/money.ts', `import type {BuyState} from '../machine/state.js';`],
  ['machine/state.ts', `export {createClient} from '../client/client.js';`],
  ['machine/state.ts', `type Handler = import('../server/http/handler.js').Handler;`],
  ['machine/state.ts', `const {en} = await import('../i18n/en.js');`],
  ['machine/state.ts', `import '../components/buy/buy.js';`],
  ['client/client.ts', `import {start} from '../machine/state.js';`],
  ['i18n/en.ts', `import {theme} from '../themes/default.js';`],
  ['server/http/handler.ts', `import {api} from '../../sandbox/api.js';`],
  ['sandbox/api.ts', `import {createVendor} from '../server/cryptopocket/api.js';`],
  ['index.ts', `export {createBuyFlow} from './server/index.js';`],
  ['define.ts', `import {createClient} from './client/client.js';`],
  ['components/kyc-step/kyc-step.ts', `import {createClient} from '../../client/client.js';`],
  ['components/kyc-step/kyc-step.ts', `const later = import('../chunks/checkout.js');`],
  ['components/buy/buy.ts', `import '../../define.js';`],
  ['components/buy/purchase-controller.ts', `import {createClient} from '../chunks/checkout.js';`],
  ['components/buy/buy.ts', `import {nowhere} from './nowhere.js';`],
  ['components/buy/buy.ts', `import ky from 'ky';`],
  ['machine/state.ts', `import {html} from 'lit';`],
  ['contract/read.ts', `import * as v from 'valibot';`],
  ['server/http/handler.ts', `import {createHash} from 'node:crypto';`],
  ['server/http/handler.ts', `import express from 'express';`],
  ['server/http/handler.ts', `import {getRequestListener} from '@hono/node-server';`],
  ['server/http/handler.ts', `const key = process.env.KEY;`],
  ['server/payments/webhooks.ts', `const bytes = Buffer.from(text);`],
  ['server/http/handler.ts', `import {main} from '../../cli/main.js';`],
  ['cli/serve.ts', `import {start} from '../machine/state.js';`],
  ['components/buy/buy.ts', 'html`<p style="color: red"></p>`'],
  ['components/buy/buy.ts', 'html`<style>p {}</style>`'],
  ['components/buy/buy.ts', `element.setAttribute('style', text)`],
  ['components/buy/buy.ts', 'this.innerHTML = text'],
  ['components/buy/buy.ts', `import {unsafeHTML} from 'lit/directives/unsafe-html.js';`],
  ['components/buy/buy.ts', `document.write(text)`],
  ['machine/state.ts', `eval('1')`],
  ['machine/state.ts', `new Function('return 1')`],
  ['components/buy/buy.ts', 'html`<a href="javascript:void 0"></a>`'],
  ['components/kyc-step/kyc-step.ts', `localStorage.setItem('token', token)`],
  ['client/session-token-manager.ts', `globalThis.sessionStorage`],
] as const) {
  test(`${text} in ${path} is noticed`, () => {
    assert.notDeepEqual(complaintsAbout(path, text), []);
  });
}
