import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {dirname, join, normalize, relative, sep} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** Text of every file under `src/`, by its path there, such as `flow/state.ts`. */
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
const arrows: Record<string, readonly string[]> = {
  contract: [],
  server: ['contract'],
  client: ['contract'],
  flow: ['contract'],
  i18n: ['contract'],
  themes: ['contract'],
  sandbox: ['contract'],
  testing: [],
  cli: ['contract', 'server', 'sandbox'],
  components: ['contract', 'flow', 'i18n', 'themes'],
  root: ['components', 'contract', 'flow', 'i18n'],
  jsx: ['components'],
  react: ['components', 'jsx', 'root'],
};

/** Parts that are loaded later, and the file that does. */
const fetchedBy: Partial<Record<string, string>> = {
  'define-later.ts': 'components/buy/runner.ts',
  'define-adornments.ts': 'components/buy/adorn.ts',
};

function mayImport(from: string, to: string): boolean {
  const [folder, other] = [folderOf(from), folderOf(to)];
  if (folder === other || arrows[folder]?.includes(other)) return true;
  // A number that says what this is.
  if (to === 'version.ts') return true;
  if (other === 'client') return from.startsWith('components/buy/');
  // The widget fetches its later parts by itself.
  return fetchedBy[to] === from;
}

/** Packages that only some files may import. */
const kept: Record<string, RegExp> = {
  '@playwright/test': /^testing\//,
  ky: /^client\/client\.ts$/,
  qr: /^components\/qr-code\//,
  lit: /^components\/|^themes\/|^jsx\/tag\.ts$/,
  '@lit/react': /^react\//,
  react: /^react\/|^jsx\/react\.ts$/,
  preact: /^jsx\/preact\.ts$/,
  'solid-js': /^jsx\/solid\.ts$/,
  svelte: /^jsx\/svelte\.ts$/,
  vue: /^jsx\/vue\.ts$/,
  hono: /^sandbox\//,
  jose: /^server\//,
  valibot: /^server\/|^sandbox\/|^cli\/environment\.ts$/,
  'rate-limiter-flexible': /^server\/store\//,
  ioredis: /^server\/store\/redis\.ts$/,
  'ipaddr.js': /^server\/address\.ts$/,
  'lossless-json': /^server\/|^sandbox\//,
  '@noble/hashes': /^server\/(?:keyed-hash|tokens|wallet)\.ts$/,
  '@scure/base': /^server\/(?:handovers|wallet)\.ts$/,
  '@hono/node-server': /^server\/node\.ts$/,
  undici: /^server\/pooled-fetch\.ts$/,
  nodemailer: /^server\/smtp\.ts$/,
  'prom-client': /^cli\/metrics\.ts$/,
  'content-security-policy-parser': /^cli\/doctor\//,
  htmlparser2: /^cli\/doctor\//,
};

/** The files that Node alone can load. Everything else runs wherever there is a `fetch`. */
const needsNode = /^cli\/|^server\/(?:node|node-request|pooled-fetch|smtp|store\/redis)\.ts$/;

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

/** What is wrong with the file at `path`, in words. */
function complaintsAbout(path: string, text: string): string[] {
  const complaints: string[] = [];
  for (const specifier of importsOf(text)) {
    const to = target(path, specifier);
    if (to === undefined) {
      if (specifier.startsWith('node:')) {
        if (!needsNode.test(path)) complaints.push(`${path} needs Node for ${specifier}`);
      } else if (!kept[packageOf(specifier)]?.test(path)) complaints.push(`${path} may not import ${specifier}`);
    } else {
      if (!files.has(to)) complaints.push(`${path} imports ${to}, which is not there`);
      if (fetchedBy[to] !== undefined && !text.includes(`import('${specifier}')`))
        complaints.push(`${path} loads ${to} at once`);
      if (!mayImport(path, to)) complaints.push(`${path} may not import ${to}`);
    }
  }
  if (!needsNode.test(path) && /(?<![.\w])(?:process|Buffer|global|require)\s*[.(]/.test(text)) {
    complaints.push(`${path} has something that Node alone has`);
  }
  if (folderOf(path) === 'sandbox') return complaints;
  for (const [words, what] of forbidden) if (words.test(text)) complaints.push(`${path} has ${what}`);
  if (
    /\b(?:local|session)Storage\b/.test(text) &&
    !/^components\/buy\/(?:forgotten-purchases|purchase-storage|stored-purchase)\.ts$/.test(path)
  ) {
    complaints.push(`${path} has storage`);
  }
  return complaints;
}

for (const folder of Object.keys(arrows)) {
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
  assert.deepEqual([...new Set([...files.keys()].map(folderOf))].sort(), Object.keys(arrows).sort());
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

for (const entry of ['define.ts', 'index.ts', 'react/index.ts']) {
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
    loaded.filter(path => !/^(?:server|sandbox|contract)\//.test(path) || needsNode.test(path)),
    [],
  );
});

/** What these rules are there to notice. */
for (const [path, text] of [
  ['contract/money.ts', `import {start} from '../flow/state.js';`],
  ['contract/money.ts', `import type {BuyState} from '../flow/state.js';`],
  ['flow/state.ts', `export {createClient} from '../client/client.js';`],
  ['flow/state.ts', `type Handler = import('../server/handler.js').Handler;`],
  ['flow/state.ts', `const {en} = await import('../i18n/en.js');`],
  ['flow/state.ts', `import '../components/buy/buy.js';`],
  ['client/client.ts', `import {start} from '../flow/state.js';`],
  ['i18n/en.ts', `import {theme} from '../themes/default.js';`],
  ['server/handler.ts', `import {api} from '../sandbox/api.js';`],
  ['sandbox/api.ts', `import {createVendor} from '../server/vendor/vendor.js';`],
  ['index.ts', `export {createBuyFlow} from './server/index.js';`],
  ['define.ts', `import {createClient} from './client/client.js';`],
  ['components/kyc-step/kyc-step.ts', `import {createClient} from '../../client/client.js';`],
  ['components/kyc-step/kyc-step.ts', `const later = import('../../define-later.js');`],
  ['components/buy/buy.ts', `import '../../define.js';`],
  ['components/buy/buy.ts', `const later = import('../../define-later.js');`],
  ['components/buy/runner.ts', `import {createClient} from '../../define-later.js';`],
  ['components/buy/buy.ts', `import {nowhere} from './nowhere.js';`],
  ['client/market.ts', `import ky from 'ky';`],
  ['components/buy/buy.ts', `import ky from 'ky';`],
  ['flow/state.ts', `import {html} from 'lit';`],
  ['contract/read.ts', `import * as v from 'valibot';`],
  ['server/handler.ts', `import {createHash} from 'node:crypto';`],
  ['server/handler.ts', `import express from 'express';`],
  ['server/handler.ts', `import {getRequestListener} from '@hono/node-server';`],
  ['server/handler.ts', `const key = process.env.KEY;`],
  ['server/webhooks.ts', `const bytes = Buffer.from(text);`],
  ['server/handler.ts', `import {main} from '../cli/main.js';`],
  ['cli/serve.ts', `import {start} from '../flow/state.js';`],
  ['components/buy/buy.ts', 'html`<p style="color: red"></p>`'],
  ['components/buy/buy.ts', 'html`<style>p {}</style>`'],
  ['components/buy/buy.ts', `element.setAttribute('style', text)`],
  ['components/buy/buy.ts', 'this.innerHTML = text'],
  ['components/buy/buy.ts', `import {unsafeHTML} from 'lit/directives/unsafe-html.js';`],
  ['components/buy/buy.ts', `document.write(text)`],
  ['flow/state.ts', `eval('1')`],
  ['flow/state.ts', `new Function('return 1')`],
  ['components/buy/buy.ts', 'html`<a href="javascript:void 0"></a>`'],
  ['components/buy/buy.ts', `localStorage.setItem('token', token)`],
  ['client/session.ts', `globalThis.sessionStorage`],
] as const) {
  test(`${text} in ${path} is noticed`, () => {
    assert.notDeepEqual(complaintsAbout(path, text), []);
  });
}
