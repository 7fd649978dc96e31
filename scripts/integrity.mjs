// Writes what a page may pin each script-tag file with, `dist/cdn/integrity.json`, prints it, and renews it in the README.
import {createHash} from 'node:crypto';
import {readFileSync, readdirSync, writeFileSync} from 'node:fs';

const folder = 'dist/cdn';
const files = readdirSync(folder).filter(file => file.endsWith('.js'));
const hashOf = file =>
  `sha384-${createHash('sha384')
    .update(readFileSync(`${folder}/${file}`))
    .digest('base64')}`;
const integrity = Object.fromEntries(files.map(file => [file, hashOf(file)]));
writeFileSync(`${folder}/integrity.json`, `${JSON.stringify(integrity, null, 2)}\n`);
for (const [file, hash] of Object.entries(integrity)) console.log(`${file.padEnd(44)} ${hash}`);

// Elsewhere another version of the compressor may choose other names, and so make another file, that does the same.
if (!process.env.CI) {
  const readme = readFileSync('README.md', 'utf8');
  const renewed = readme.replace(/^(\| `(cryptopocket-buy[\w.]*\.js)` +\| `)sha384-[^`]*/gm, (_row, start, file) => {
    return start + (integrity[file] ?? '');
  });
  if (renewed !== readme) writeFileSync('README.md', renewed);
}
