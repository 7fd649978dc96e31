/** `npm run check`: everything that can be told without running the product. Two parts run at once. */
import {runParts, tsx, writeCount, type Part} from './run-parts.js';

const afterBuild = ['build'];
const parts: readonly Part[] = [
  {name: 'build', command: tsx('scripts/build/index.ts')},
  {name: 'types', command: ['npx', 'tsc', '-p', 'tsconfig.json']},
  {name: 'lint', command: ['npx', 'eslint', '.']},
  {name: 'templates', command: ['npx', 'lit-analyzer', '--strict', 'src/components/**/*.ts', 'src/define.ts']},
  {name: 'format', command: ['npx', 'prettier', '--check', '--log-level', 'warn', '.']},
  {name: 'unused code', command: ['npx', 'knip']},
  {name: 'coin icons', command: tsx('scripts/docs/coin-icons.ts', '--check')},
  {name: 'description of the adapter', command: tsx('scripts/docs/openapi.ts', '--check')},
  {name: 'sizes', command: tsx('scripts/check/size.ts'), after: afterBuild},
  {name: 'package', command: tsx('scripts/check/package.ts'), after: afterBuild},
  {
    name: 'command line as published',
    command: [process.execPath, 'dist/cli/index.js', '--version'],
    after: afterBuild,
  },
  {name: 'reference', command: tsx('scripts/docs/reference.ts', '--check'), after: afterBuild},
  {name: 'integrity in the README', command: tsx('scripts/docs/integrity.ts', '--check'), after: afterBuild},
  {name: 'licences', command: tsx('scripts/check/licenses.ts'), after: afterBuild},
  {name: 'audit of what is shipped', command: tsx('scripts/check/audit.ts'), after: afterBuild},
  {name: 'secrets', command: ['npx', 'secretlint', '**/*'], after: afterBuild},
];

const started = Date.now();
const failed = await runParts(parts, {atOnce: 2});
writeCount('checks', parts.length - failed.length, failed.length);
const outcome = failed.length === 0 ? 'all ok' : `failed: ${failed.join(', ')}`;
console.log(`\n${parts.length} checks in ${Math.round((Date.now() - started) / 1000)} s, ${outcome}`);
process.exitCode = failed.length > 0 ? 1 : 0;
