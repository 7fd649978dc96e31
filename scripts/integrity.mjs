// Writes what a page may pin each script-tag file with, `dist/cdn/integrity.json`, and prints it.
import {createHash} from 'node:crypto';
import {readFileSync, readdirSync, writeFileSync} from 'node:fs';

const folder = 'dist/cdn';
const files = readdirSync(folder).filter(file => file.endsWith('.js'));
const hashOf = file => `sha384-${createHash('sha384').update(readFileSync(`${folder}/${file}`)).digest('base64')}`;
const integrity = Object.fromEntries(files.map(file => [file, hashOf(file)]));
writeFileSync(`${folder}/integrity.json`, `${JSON.stringify(integrity, null, 2)}\n`);
for (const [file, hash] of Object.entries(integrity)) console.log(`${file.padEnd(44)} ${hash}`);
