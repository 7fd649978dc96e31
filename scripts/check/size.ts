/**
 * `npm run size`: the size of every script-tag file, and the totals against their limits (`size-limit` in package.json). Needs a
 * build. Exits with 1 if a total is over its limit.
 */
import {spawnSync} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import {brotliCompressSync, gzipSync} from 'node:zlib';

const folder = 'dist/cdn';

/** What each file holds, by its name without `cryptopocket-buy-` and the build's id. */
const contents: Readonly<Record<string, string>> = {
  'cryptopocket-buy': 'first file: amount, quote, Lit',
  'cryptopocket-buy.classic': 'everything, for pages without modules',
  checkout: 'all later steps, HTTP client',
  icons: 'coin icons and countdown',
  qr: 'QR code generator',
  'script-tag': 'element from the script tag (data-backend)',
};

const languages = new Intl.DisplayNames('en', {type: 'language'});

function contentsOf(chunk: string): string {
  const known = contents[chunk];
  if (known !== undefined) return known;
  const [, language, part] = /^([a-z]{2})(-\w+)?$/.exec(chunk) ?? [];
  if (language === undefined) return '';
  return `${languages.of(language) ?? language}, ${part === undefined ? 'later steps' : 'first step'}`;
}

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(2);

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  for (const row of rows) {
    // Numbers stand right, names left.
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < 2 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(cells.join('  ').trimEnd());
  }
  console.log('');
}

const files = readdirSync(folder).filter(file => file.endsWith('.js'));
const measured = files.map(file => {
  const bytes = readFileSync(`${folder}/${file}`);
  const chunk = /^cryptopocket-buy-(.+)-[0-9a-f]{6}\.js$/.exec(file)?.[1] ?? file.replace(/\.js$/, '');
  return {file, chunk, raw: bytes.length, gzip: gzipSync(bytes).length, brotli: brotliCompressSync(bytes).length};
});
measured.sort((a, b) => b.brotli - a.brotli);

printTable([
  ['file', 'holds', 'raw kB', 'gzip', 'brotli'],
  ...measured.map(({file, chunk, ...sizes}) => [
    file,
    contentsOf(chunk),
    ...[sizes.raw, sizes.gzip, sizes.brotli].map(kilobytes),
  ]),
]);

interface Total {
  name: string;
  passed: boolean;
  size: number;
}

const {stdout, stderr} = spawnSync('npx', ['size-limit', '--json'], {encoding: 'utf8'});
if (stdout === '') throw new Error(stderr);
const totals = JSON.parse(stdout) as Total[];
const {'size-limit': limits} = JSON.parse(readFileSync('package.json', 'utf8')) as {
  'size-limit': {name: string; limit: string}[];
};
printTable([
  ['total', '', 'brotli kB', 'limit'],
  ...totals.map(({name, passed, size}) => [
    name,
    passed ? '' : 'OVER THE LIMIT',
    kilobytes(size),
    limits.find(limit => limit.name === name)?.limit ?? '',
  ]),
]);
if (totals.some(({passed}) => !passed)) process.exitCode = 1;
