/**
 * `npm run build`: everything that is published, in `dist`: ES modules with types, the script-tag files, the command line, the themes,
 * the custom-elements manifest and what editors read of it. Changes no tracked file.
 */
import {cpSync} from 'node:fs';
import {runParts, tsx} from '../check/run-parts.js';

/** Of what is installed with the package; the same for the same lock file. */
const reproducible = ['--omit', 'dev', '--omit', 'peer', '--flatten-components', '--output-reproducible'];

const failed = await runParts(
  [
    // First, because it empties the folder.
    {name: 'npm build', command: ['npx', 'vite', 'build', '--mode', 'npm']},
    {name: 'types', command: ['npx', 'tsc', '-p', 'tsconfig.build.json'], after: ['npm build']},
    {name: 'script-tag build', command: ['npx', 'vite', 'build', '--mode', 'cdn'], after: ['npm build']},
    {
      name: 'classic script-tag build',
      command: ['npx', 'vite', 'build', '--mode', 'classic'],
      after: ['script-tag build'],
    },
    {name: 'command line', command: ['npx', 'vite', 'build', '--mode', 'cli'], after: ['npm build']},
    {
      name: 'custom-elements manifest',
      command: ['npx', 'cem', 'analyze', '--config', 'custom-elements-manifest.config.mjs'],
      after: ['npm build'],
    },
    {
      name: 'editor data',
      command: tsx('scripts/build/editor-data.ts'),
      after: ['custom-elements manifest', 'types'],
    },
    {
      name: 'bill of materials',
      command: ['npx', 'cyclonedx-npm', ...reproducible, '--output-file', 'dist/sbom.cdx.json'],
      after: ['npm build'],
    },
    {
      name: 'integrity of the script-tag files',
      command: tsx('scripts/build/integrity.ts'),
      after: ['classic script-tag build'],
    },
  ],
  {atOnce: 2},
);
for (const theme of ['harbour', 'market', 'press']) cpSync(`src/themes/${theme}.css`, `dist/themes/${theme}.css`);
process.exitCode = failed.length > 0 ? 1 : 0;
