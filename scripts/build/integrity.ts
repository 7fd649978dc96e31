/** Writes the hashes that a page may pin the script-tag files with to `dist/cdn/integrity.json`, and prints them. */
import {createHash} from 'node:crypto';
import {readFileSync, readdirSync, writeFileSync} from 'node:fs';

const folder = 'dist/cdn';

function hashOf(file: string): string {
  const hash = createHash('sha384').update(readFileSync(`${folder}/${file}`));
  return `sha384-${hash.digest('base64')}`;
}

const files = readdirSync(folder).filter(file => file.endsWith('.js'));
const integrity = Object.fromEntries(files.map(file => [file, hashOf(file)]));
writeFileSync(`${folder}/integrity.json`, `${JSON.stringify(integrity, null, 2)}\n`);
for (const [file, hash] of Object.entries(integrity)) console.log(`${file.padEnd(44)} ${hash}`);
