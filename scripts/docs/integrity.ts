/**
 * Writes the hashes of the script-tag files into the README, from `dist/cdn/integrity.json`. Needs a build. `--check` writes nothing and
 * fails if the README has other hashes.
 */
import {readFileSync, writeFileSync} from 'node:fs';

const integrity = JSON.parse(readFileSync('dist/cdn/integrity.json', 'utf8')) as Record<string, string>;
const before = readFileSync('README.md', 'utf8');
const after = before.replace(
  /^(\| `(cryptopocket-buy[\w.]*\.js)` +\| `)sha384-[^`]*/gm,
  (_row, start: string, file: string) => start + (integrity[file] ?? ''),
);
if (before === after) console.log('README.md: the hashes are those of the build.');
else if (process.argv.includes('--check')) {
  console.error('README.md: the hashes are not those of the build. Run: npm run docs');
  process.exitCode = 1;
} else {
  writeFileSync('README.md', after);
  console.log('README.md: hashes renewed.');
}
