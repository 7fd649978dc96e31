/**
 * Packs what would be published. Fails on a file that has no business there, an entry without types, or a field that npm, bundlers or
 * TypeScript would read otherwise than it is meant.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';

/** Every file that may be in the package, besides a module of ours in `dist` with its types. */
const expected = [
  /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/(?:custom-elements|html-custom-data|css-custom-data|web-types|sbom\.cdx)\.json$/,
  /^dist\/cdn\/(?:cryptopocket-buy[\w.-]*\.js|integrity\.json)$/,
  /^dist\/cli\/index\.js$/,
  /^dist\/bundled\/(?:@lit\/react|valibot)\/[\w./-]+\.js$/,
  /^dist\/(?:bundled|cli)\/THIRD-PARTY-LICENSES\.txt$/,
  /^docs\/adapter\.openapi\.yaml$/,
  /^dist\/themes\/(?:harbour|market|press)\.css$/,
];

function isOfSource(path: string): boolean {
  const [, name] = /^dist\/(.+?)(?:\.d\.ts|\.js)$/.exec(path) ?? [];
  return name !== undefined && !name.startsWith('cli/') && existsSync(`src/${name}.ts`);
}

/** Where this machine keeps the project and its user's files: nobody else's business. */
const places = [process.cwd(), homedir()].filter(place => place.length > 1);

interface Packed {
  filename: string;
  entryCount: number;
  size: number;
  files: {path: string}[];
}

interface Manifest {
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
  customElements: string;
  'web-types': string;
}

function complaintsAbout({files}: Packed): string[] {
  const paths = files.map(({path}) => path);
  const complaints = paths
    .filter(path => !expected.some(pattern => pattern.test(path)) && !isOfSource(path))
    .map(path => `${path} has no business in the package`);
  const {exports, bin, ...manifest} = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const targets = Object.values(exports).flatMap(target =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  const named = [...targets, ...Object.values(bin), manifest.customElements, manifest['web-types']];
  for (const target of named.map(path => path.replace(/^\.\//, ''))) {
    if (!target.includes('*') && !paths.includes(target)) {
      complaints.push(`${target} is named in package.json, but missing`);
    }
  }
  for (const path of paths) {
    const text = readFileSync(path, 'utf8');
    for (const place of places) {
      if (text.includes(`${place}/`)) complaints.push(`${path} names a folder of this machine`);
    }
  }
  return complaints;
}

const folder = mkdtempSync(join(tmpdir(), 'cryptopocket-package-'));
try {
  // Not the scripts: what is packed was built just now.
  const answer = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const [packed] = Object.values(JSON.parse(answer.toString()) as Record<string, Packed>);
  if (!packed) throw new Error('npm pack made nothing');
  const complaints = complaintsAbout(packed);
  for (const complaint of complaints) console.error(complaint);
  const tarball = join(folder, packed.filename);
  const checks = [
    ['publint', 'run', tarball, '--strict'],
    // A description is no module.
    ['attw', tarball, '--profile', 'esm-only', '--format', 'ascii', '--exclude-entrypoints', './adapter.openapi.yaml'],
  ].map(command => spawnSync('npx', command, {encoding: 'utf8'}));
  for (const {status, stdout, stderr} of checks) if (status !== 0) console.error(stdout + stderr);
  console.log(`${packed.entryCount} files, ${Math.round(packed.size / 1000)} kB packed`);
  if (complaints.length > 0 || checks.some(({status}) => status !== 0)) process.exitCode = 1;
} finally {
  rmSync(folder, {recursive: true});
}
