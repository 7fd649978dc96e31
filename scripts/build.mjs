// Builds what is published: ES modules with types for npm, the script-tag files, the themes, the custom-elements manifest, and what
// editors read of it.
import {cpSync} from 'node:fs';
import {runParts} from './run.mjs';

/** Of what is installed with the package; the same for the same lock file. */
const reproducible = ['--omit', 'dev', '--omit', 'peer', '--flatten-components', '--output-reproducible'];

const failed = runParts([
  ['npm build', 'npx', 'vite', 'build', '--mode', 'npm'],
  ['types', 'npx', 'tsc', '-p', 'tsconfig.build.json'],
  ['script-tag build', 'npx', 'vite', 'build', '--mode', 'cdn'],
  ['script-tag build without modules', 'npx', 'vite', 'build', '--mode', 'classic'],
  ['custom-elements manifest', 'npx', 'cem', 'analyze', '--config', 'custom-elements-manifest.config.mjs'],
  ['editor data', process.execPath, 'scripts/editor-data.mjs'],
  ['bill of materials', 'npx', 'cyclonedx-npm', ...reproducible, '--output-file', 'dist/sbom.cdx.json'],
  ['integrity of the script-tag files', process.execPath, 'scripts/integrity.mjs'],
]);
for (const theme of ['harbour', 'market', 'press']) cpSync(`src/themes/${theme}.css`, `dist/themes/${theme}.css`);
process.exitCode = failed.length > 0 ? 1 : 0;
