// What can be told without running the product: types, lint, format, sizes, packaging, unused code, reference.
import {runParts, writeCount} from './run.mjs';
import {mkdirSync} from 'node:fs';

const parts = [
  ['types', 'npx', 'tsc', '-p', 'tsconfig.json'],
  ['lint', 'npx', 'eslint', '.'],
  ['templates', 'npx', 'lit-analyzer', '--strict', 'src/components/**/*.ts', 'src/define.ts'],
  ['format', 'npx', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['unused code', 'npx', 'knip'],
  ['build', process.execPath, 'scripts/build.mjs'],
  ['sizes', 'npx', 'tsx', 'scripts/check/size.ts'],
  ['package', process.execPath, 'scripts/package.mjs'],
  ['command line as published', process.execPath, 'dist/cli/index.js', '--version'],
  ['marks', 'npx', 'tsx', 'scripts/marks.ts', '--check'],
  ['reference', 'npx', 'tsx', 'scripts/reference.ts', '--check'],
  ['supply chain', process.execPath, 'scripts/supply.mjs'],
  ['secrets', 'npx', 'secretlint', '**/*'],
  ['description of the adapter', 'npx', 'tsx', 'scripts/openapi.ts', '--check'],
  ['audit of what is shipped', process.execPath, 'scripts/audit.mjs'],
];
const failed = runParts(parts);
mkdirSync('.ci-out', {recursive: true});
writeCount('checks', parts.length - failed.length, failed.length);
process.exitCode = failed.length > 0 ? 1 : 0;
