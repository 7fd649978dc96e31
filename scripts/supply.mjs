// What comes with the package, held to what was agreed: where it comes from, how much it is, and under which licences.
import {readFileSync, statSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

/** Packages that are installed with this one, and what they take on a disk without TypeScript, which only types need; megabytes. */
const most = {packages: 45, megabytes: 20};
const licences = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0'];

const complaints = [];

const lock = readFileSync('package-lock.json', 'utf8');
for (const [path, entry] of Object.entries(JSON.parse(lock).packages)) {
  if (path !== '' && !entry.link && !entry.integrity) complaints.push(`package-lock.json: ${path} has no hash`);
}
if (/"resolved":|\/\/registry\./.test(lock)) {
  complaints.push('package-lock.json names where packages are fetched');
}

const {components} = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8'));
const nameOf = ({group, name}) => (group === undefined ? name : `${group}/${name}`);
for (const component of components) {
  const allowed = component.licenses?.some(({license, expression}) =>
    (expression ?? license?.id ?? '')
      .replace(/[()]/g, '')
      .split(' OR ')
      .some(id => licences.includes(id)),
  );
  if (!allowed) complaints.push(`${nameOf(component)} has a licence that nobody agreed to`);
}

function sizeOf(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path)
    .filter(name => name !== 'node_modules')
    .reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
const installed = components.filter(component => nameOf(component) !== 'typescript');
const folders = installed.flatMap(({properties}) =>
  properties.filter(({name}) => name === 'cdx:npm:package:path').map(({value}) => value),
);
const megabytes = folders.reduce((sum, folder) => sum + sizeOf(folder), 0) / 1e6;
console.log(`${components.length} packages come along, ${megabytes.toFixed(1)} MB without TypeScript`);
if (components.length > most.packages) complaints.push(`more than ${most.packages} packages come along`);
if (megabytes > most.megabytes) complaints.push(`they take more than ${most.megabytes} MB`);

for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
