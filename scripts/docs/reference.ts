/**
 * Writes the reference tables of the README and of `docs` from the source, each between its two markers. `--check` writes nothing, and fails
 * where a table is not what the source says.
 *
 *     npx tsx scripts/docs/reference.ts [--check]
 */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as prettier from 'prettier';
import ts from 'typescript';
import {routes} from '../../src/server/http/routes/index.js';
import * as v from 'valibot';
import {variables} from '../../src/cli/environment.js';
import {isRefusal, refusals, silences} from '../../src/contract/problem.js';
import {en} from '../../src/i18n/en.js';
import {magicValues} from '../../src/sandbox/scenarios.js';
import {httpErrors} from '../../src/server/http/http-error.js';
import {defaultLimits, defaultPolling} from '../../src/server/options.js';
import {assumptions} from '../../src/server/cryptopocket/assumption-list.js';
import {theme} from '../../src/themes/default.js';
import type {BundledPackage} from '../build/bundled-licenses.js';
import {bundledPackages, installedPackages} from '../check/licenses.js';
import {benchmarkRows, stressRows} from './benchmarks.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readmePath = join(root, 'README.md');

interface Named {
  name: string;
  description?: string;
  type?: {text: string};
  default?: string;
}

interface Member extends Named {
  kind: 'field' | 'method';
  privacy?: 'public' | 'private' | 'protected';
  readonly?: boolean;
  attribute?: string;
  parameters?: Named[];
}

/** What `<cryptopocket-buy>` offers a page, by the custom-elements manifest: public, and with a sentence each. */
export interface Element {
  attributes: Member[];
  /** Properties that have no attribute. */
  properties: Member[];
  /** Properties that can only be read. */
  readable: Member[];
  methods: Member[];
  events: Named[];
  slots: Named[];
  parts: Named[];
  customProperties: Named[];
  states: Named[];
}

interface Declaration {
  tagName?: string;
  members: Member[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  cssStates?: Named[];
}

/** Analyses the elements as they are now. */
export function readElement(): Element {
  const folder = mkdtempSync(join(tmpdir(), 'cryptopocket-manifest-'));
  try {
    const analyzer = join(root, 'node_modules/@custom-elements-manifest/analyzer/cem.js');
    const options = ['--config', 'custom-elements-manifest.config.mjs', '--outdir', relative(root, folder), '--quiet'];
    execFileSync(process.execPath, [analyzer, 'analyze', ...options], {cwd: root});
    const text = readFileSync(join(folder, 'custom-elements.json'), 'utf8');
    const {modules} = JSON.parse(text) as {modules: {declarations?: Declaration[]}[]};
    const declarations = modules.flatMap(module => module.declarations ?? []);
    const declaration = declarations.find(({tagName}) => tagName === 'cryptopocket-buy');
    if (!declaration) throw new Error('the custom-elements manifest has no <cryptopocket-buy>');
    return toElement(declaration);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function toElement(declaration: Declaration): Element {
  const {events = [], slots = [], cssParts = [], cssProperties = [], cssStates = []} = declaration;
  const open = declaration.members.filter(
    ({name, privacy = 'public'}) => privacy === 'public' && !name.startsWith('#'),
  );
  const fields = open.filter(({kind}) => kind === 'field');
  const element = {
    attributes: fields.filter(({attribute}) => attribute !== undefined),
    properties: fields.filter(({attribute, readonly}) => attribute === undefined && !readonly),
    readable: fields.filter(({readonly}) => readonly),
    methods: open.filter(({kind}) => kind === 'method'),
    // The analyzer also lists the parameter of our own dispatching method as an event.
    events: events.filter(({name}) => name.startsWith('cryptopocket-')),
    slots,
    parts: cssParts,
    customProperties: cssProperties,
    states: cssStates,
  };
  for (const [kind, list] of Object.entries(element)) {
    for (const {name, description} of list) {
      if (!description) throw new Error(`<cryptopocket-buy>: ${name}, among its ${kind}, has no sentence`);
    }
  }
  return element;
}

interface Option {
  name: string;
  type: string;
  required: boolean;
  about: string;
  /** The value of its `@default` tag, or an empty text. */
  fallback: string;
}

/** The members of an interface of `file`, with their comments. */
export function readOptions(name: string, file = 'src/server/options.ts'): Option[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const interfaces = source.statements.filter(ts.isInterfaceDeclaration);
  const found = interfaces.find(declaration => declaration.name.text === name);
  if (!found) throw new Error(`${file} has no interface ${name}`);
  return found.members.filter(ts.isPropertySignature).map(member => {
    const type = oneLine(member.type?.getText() ?? '');
    // A member without a sentence of its own is what its type is.
    const named = interfaces.find(declaration => new RegExp(`\\b${declaration.name.text}\\b`).test(type));
    const about = sentenceOf(member) || (named ? sentenceOf(named) : '');
    const fallback = defaultOf(member);
    return {name: member.name.getText(), type, required: !member.questionToken, about, fallback};
  });
}

/** The adapter's routes, each with what is said of it and whether it wants a session. */
function readRoutes(): string[][] {
  return routes.map(({method, path, auth, summary}) => [
    code(`${method} ${path}`),
    auth === 'session' ? 'yes' : 'no',
    summary,
  ]);
}

type Sentences = {[key: string]: string | Sentences | ((...given: never[]) => string)};

/** Every sentence by its place in `messages`, in English; what is filled in is in braces. */
function readSentences(messages: Sentences, place: string): string[][] {
  return Object.entries(messages).flatMap(([key, sentence]) => {
    const here = place === '' ? key : `${place}.${key}`;
    if (typeof sentence === 'object') return readSentences(sentence, here);
    const text =
      typeof sentence === 'string' ? sentence : sentence.call(messages, ...(placeholders(sentence) as never[]));
    return [[code(here), text.replaceAll('\u00ad', '')]];
  });
}

/** Stands for what is filled in: text for a name, and an example of what goes with a problem. */
function placeholders(sentence: (...given: never[]) => string): unknown[] {
  const [, names = ''] = /^\(?(.*?)\)?\s*=>/s.exec(sentence.toString()) ?? [];
  if (names.trim().startsWith('{')) {
    return [{minimum: '{minimum}', network: '{network}', triesLeft: 3}, (amount: string) => amount, 'en'];
  }
  return names.split(',').map(name => `{${name.trim()}}`);
}

const toRow = ({name, type, required, about, fallback}: Option) => [
  code(name),
  code(type),
  about + (fallback && ` Default: ${fallback}.`) + (required ? ' **Required.**' : ''),
];

/** The text of a node's doc block. */
function sentenceOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return oneLine(comments.map(({comment}) => ts.getTextOfJSDocComment(comment) ?? '').join(' '));
}

/** The value of its `@default` tag. */
function defaultOf(node: ts.Node): string {
  const tag = ts.getJSDocTags(node).find(({tagName}) => tagName.text === 'default');
  return oneLine(ts.getTextOfJSDocComment(tag?.comment) ?? '');
}

/** Value of every custom property where the page sets none, and the one in the dark where it differs. */
export function readDefaults(): Map<string, {light: string; dark: string}> {
  const declared = theme.cssText.matchAll(/var\((--cryptopocket-[\w-]+), (.+)\);/g);
  return new Map(
    [...declared].map(([, name = '', value = '']) => {
      const [, light = value, dark = value] = /^light-dark\(([^,]+), (.+)\)$/.exec(value) ?? [];
      return [name, {light, dark}];
    }),
  );
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
const code = (text: string) => (text === '' ? '' : `\`${text}\``);
/** `'card'` as `card`, and nothing for an empty text. */
const unquoted = (text = '') => code(text.replace(/^'(.*)'$/, '$1'));

/** A table in Markdown; inside a cell a bar would begin the next one, also in code. */
function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell => oneLine(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Every table by the name in its markers. */
export function tables(): Record<string, string> {
  const element = readElement();
  const defaults = readDefaults();
  const about = ({description = ''}: Named) => description;
  const simple = (head: string, list: Named[]) =>
    table(
      [head, 'What it is'],
      list.map(item => [code(item.name), about(item)]),
    );
  const limits = defaultLimits as unknown as Record<string, number>;
  const polling = defaultPolling as unknown as Record<string, number>;
  return {
    attributes: table(
      ['Attribute', 'Property', 'Default', 'What it says'],
      [...element.attributes, ...element.properties].map(item => [
        code(item.attribute ?? ''),
        `${code(item.name)}: ${code(item.type?.text ?? '')}`,
        unquoted(item.default),
        about(item),
      ]),
    ),
    readable: table(
      ['Property', 'Type', 'What it tells'],
      element.readable.map(item => [code(item.name), code(item.type?.text ?? ''), about(item)]),
    ),
    methods: table(
      ['Method', 'What it does'],
      element.methods.map(item => [
        code(`${item.name}(${(item.parameters ?? []).map(({name}) => name).join(', ')})`),
        about(item),
      ]),
    ),
    events: table(
      ['Event', '`detail`', 'When'],
      element.events.map(item => {
        const detail = item.type?.text.replace(/^CustomEvent<(.*)>$/, '$1') ?? '';
        return [code(item.name), detail === 'undefined' ? 'none' : code(detail), about(item)];
      }),
    ),
    slots: simple('Slot', element.slots),
    parts: simple('Part', element.parts),
    states: simple('State', element.states),
    'custom properties': table(
      ['Custom property', 'Default', 'In the dark', 'What it sets'],
      element.customProperties.map(item => {
        const {light, dark} = defaults.get(item.name) ?? {light: '', dark: ''};
        return [code(item.name), code(light), light === dark ? 'the same' : code(dark), about(item)];
      }),
    ),
    options: table(['Option', 'Type', 'What it does'], readOptions('BuyFlowOptions').map(toRow)),
    smtp: table(['Option', 'Type', 'What it does'], readOptions('SmtpOptions', 'src/server/node/smtp.ts').map(toRow)),
    variables: table(
      ['Variable', 'Default', 'What it says'],
      Object.entries(variables.entries).map(([name, schema]) => {
        // What a variable stands for where it is missing is itself written as a variable's value is: as text.
        const fallback: unknown = v.getDefault(schema);
        return [code(name), typeof fallback === 'string' ? code(fallback) : '', v.getDescription(schema) ?? ''];
      }),
    ),
    stress: table(benchmarkColumns, stressRows()),
    routes: table(['Route', 'Session', 'What it does'], readRoutes()),
    limits: table(
      ['Limit', 'Default', 'What it counts'],
      readOptions('Limits').map(({name, about}) => [code(name), String(limits[name]), about]),
    ),
    polling: table(
      ['Pause', 'Default', 'What it is'],
      readOptions('Polling').map(({name, about}) => [code(name), String(polling[name]), about]),
    ),
    problems: table(
      ['Code', 'Kind', 'HTTP', 'Can the buyer get through?', 'Message'],
      [...refusals, ...silences].map(name => {
        const {status, recoverable, message} = httpErrors[name];
        const kind = isRefusal(name) ? 'refusal' : 'silence';
        return [code(name), kind, String(status), recoverable ? 'yes' : 'no', message];
      }),
    ),
    'magic values': table(
      ['Where', 'Value', 'Outcome'],
      magicValues.map(({group, value, outcome}) => [group, value, outcome]),
    ),
    assumptions: table(
      ['What is open', 'How it is read', 'Where'],
      assumptions.map(({name, about, reading}) => [about, reading, code(name)]),
    ),
  };
}

const benchmarkColumns = ['Promise', 'Result', 'Target', 'Measured', 'By'];

const packageColumns = ['Package', 'Version', 'Licence'];

const toPackageRow = ({name, version, license}: BundledPackage) => [code(name), version, license];

/** The tables of each document, by its path. */
const documents: Record<string, () => Record<string, string>> = {
  'README.md': tables,
  'docs/messages.md': () => ({
    messages: table(['In `messages`', 'In English'], readSentences(en as unknown as Sentences, '')),
  }),
  'docs/benchmarks.md': () => ({
    benchmarks: table(benchmarkColumns, benchmarkRows()),
  }),
  'docs/dependencies.md': () => ({
    dependencies: table(packageColumns, installedPackages().map(toPackageRow)),
    bundled: table(packageColumns, bundledPackages('bundled').map(toPackageRow)),
    'command line': table(packageColumns, bundledPackages('cli').map(toPackageRow)),
  }),
};

const block = (name: string) => new RegExp(`(?<=<!-- table: ${name} -->\\n)[^]*?(?=<!-- end of table: ${name} -->)`);

/** The text of `document` with every table as the source has it, and the names of those that were not. */
export async function renew(before: string, document = 'README.md'): Promise<{text: string; outdated: string[]}> {
  const config = await prettier.resolveConfig(readmePath);
  let text = before;
  const outdated: string[] = [];
  for (const [name, markdown] of Object.entries(documents[document]?.() ?? {})) {
    const found = block(name).exec(text);
    if (!found) throw new Error(`${document} has no place for the table of ${name}: <!-- table: ${name} -->`);
    const formatted = (await prettier.format(markdown, {...config, parser: 'markdown'})).trim();
    if (found[0].trim() === formatted) continue;
    outdated.push(name);
    text = text.replace(block(name), () => `\n${formatted}\n\n`);
  }
  return {text, outdated};
}

async function run(check: boolean): Promise<void> {
  for (const document of Object.keys(documents)) {
    const path = join(root, document);
    const {text, outdated} = await renew(readFileSync(path, 'utf8'), document);
    if (outdated.length === 0) {
      console.log(`${document}: every table is what the source says.`);
    } else if (check) {
      console.error(`${document}: not what the source says: ${outdated.join(', ')}. Run: npm run docs`);
      process.exitCode = 1;
    } else {
      writeFileSync(path, text);
      console.log(`${document}: renewed ${outdated.join(', ')}.`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv.includes('--check'));
