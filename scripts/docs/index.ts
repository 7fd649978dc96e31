/** `npm run docs`: builds, then writes everything in README.md, docs and src that is generated. */
import {runParts, tsx} from '../check/run-parts.js';

const failed = await runParts([
  {name: 'coin icons', command: tsx('scripts/docs/coin-icons.ts')},
  {name: 'build', command: tsx('scripts/build/index.ts')},
  {name: 'reference tables', command: tsx('scripts/docs/reference.ts')},
  {name: 'integrity', command: tsx('scripts/docs/integrity.ts')},
  {name: 'adapter.openapi.yaml', command: tsx('scripts/docs/openapi.ts')},
]);
process.exitCode = failed.length > 0 ? 1 : 0;
