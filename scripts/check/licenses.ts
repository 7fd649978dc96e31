/** Holds what comes with the package to what was agreed: where it comes from, how much it is, and under which licences. */
import {readFileSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {readBundledPackages, type BundledPackage} from '../build/bundled-licenses.js';

/** Packages that `npm install cryptopocket-buy` installs, this one included, and their size on a disk in megabytes. */
const most = {packages: 20, megabytes: 10};
const agreed = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0'];

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Component {
  group?: string;
  name: string;
  version: string;
  licenses?: {license?: {id?: string}; expression?: string}[];
  properties?: {name: string; value: string}[];
}

interface Lock {
  packages: Record<string, {link?: boolean; integrity?: string; devOptional?: boolean} | undefined>;
}

interface InstalledPackage extends BundledPackage {
  folder: string;
}

/** What is installed with the package, by the bill of materials of the last build. */
export function installedPackages(): InstalledPackage[] {
  const {components} = JSON.parse(readFileSync(join(root, 'dist/sbom.cdx.json'), 'utf8')) as {components: Component[]};
  const {packages} = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  return components.flatMap(({group, name, version, licenses = [], properties = []}) => {
    const folder = properties.find(property => property.name === 'cdx:npm:package:path')?.value ?? '';
    // An optional peer that we develop with is in the bill of materials, but nobody else gets it.
    if (packages[folder]?.devOptional === true) return [];
    const license = licenses.map(({license, expression}) => expression ?? license?.id ?? '').join(', ');
    return [{name: group === undefined ? name : `${group}/${name}`, version, license, folder}];
  });
}

/** The packages whose code the last build put into `dist/cli` or into `dist/bundled`, which the entries import. */
export const bundledPackages = (folder: 'bundled' | 'cli'): BundledPackage[] =>
  readBundledPackages(join(root, 'dist', folder, 'THIRD-PARTY-LICENSES.txt'));

export const shippedPackages = (): BundledPackage[] => [
  ...installedPackages(),
  ...bundledPackages('bundled'),
  ...bundledPackages('cli'),
];

function sizeOf(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path)
    .filter(name => name !== 'node_modules')
    .reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function run(): void {
  const complaints: string[] = [];
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  for (const [path, entry] of Object.entries((JSON.parse(lock) as Lock).packages)) {
    if (path !== '' && !entry?.link && !entry?.integrity) complaints.push(`package-lock.json: ${path} has no hash`);
  }
  if (/"resolved":|\/\/registry\./.test(lock)) complaints.push('package-lock.json names where packages are fetched');

  for (const {name, license} of shippedPackages()) {
    const ids = license.replace(/[()]/g, '').split(' OR ');
    if (!ids.some(id => agreed.includes(id)))
      complaints.push(`${name} has a licence that nobody agreed to: ${license}`);
  }

  const installed = installedPackages();
  const packages = installed.length + 1;
  const megabytes =
    installed.reduce((sum, {folder}) => sum + sizeOf(join(root, folder)), sizeOf(join(root, 'dist'))) / 1e6;
  console.log(`${packages} packages are installed, ${megabytes.toFixed(1)} MB`);
  console.log(`${bundledPackages('cli').length} packages are part of the command line`);
  if (packages > most.packages) complaints.push(`more than ${most.packages} packages are installed`);
  if (megabytes > most.megabytes) complaints.push(`they take more than ${most.megabytes} MB`);
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run();
