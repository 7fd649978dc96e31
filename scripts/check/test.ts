/**
 * `npm test`: checks, tests without a browser, elements in three browsers, journeys through the demo, and merchants' apps built from the
 * package as published. With `unit`, `elements` or `e2e` only those; what follows goes to the runner:
 *
 *     npm run test:unit -- --watch test/cli/*.test.ts
 *     WTR_BROWSER=firefox npm run test:elements -- --watch
 *     npm run test:e2e -- test/e2e/chunks.test.ts
 */
import {readdirSync} from 'node:fs';
import {clearCounts, printTotal, runParts, tsx, type Part} from './run-parts.js';

function testFiles(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(file => file.name.endsWith('.test.ts'))
    .map(file => `${file.parentPath}/${file.name}`)
    .sort();
}

const start = 'test/e2e/start.test.ts';
const unit = testFiles('test').filter(file => !/^test\/(components|consumers|e2e)\//.test(file));
const journeys = testFiles('test/e2e').filter(file => file !== start);

const nodeTest = (...args: string[]) => [process.execPath, '--import', 'tsx', '--test', ...args];

const counted = (name: string, files: readonly string[], ...flags: string[]) =>
  nodeTest(
    ...flags,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/check/node-count-reporter.mjs',
    `--test-reporter-destination=.ci-out/${name}.json`,
    ...files,
  );

/** Through tsx, because its configuration imports scripts in TypeScript. */
const webTestRunner = tsx('node_modules/@web/test-runner/dist/bin.js');

// Tests that need script-tag files or the demo then take those of one build.
const isBuilt = {DEMO_IS_BUILT: '1'};
const build: Part = {name: 'build', command: tsx('scripts/build/index.ts')};
const demo: Part = {name: 'demo', command: ['npx', 'vite', 'build', '--mode', 'demo']};

async function runAll(): Promise<boolean> {
  const engines = ['chromium', 'firefox', 'webkit'];
  clearCounts();
  const failed = await runParts([
    {name: 'browsers', command: tsx('scripts/browsers/install.ts')},
    // It builds what the tests after it take.
    {name: 'checks', command: tsx('scripts/check/index.ts')},
    demo,
    {name: 'tests in Node', command: counted('node', unit), env: isBuilt},
    ...engines.map(engine => ({
      name: `elements in ${engine}`,
      command: webTestRunner,
      env: {WTR_BROWSER: engine},
    })),
    {name: 'journeys', command: counted('journeys', journeys, '--test-concurrency=2'), env: isBuilt},
    {name: 'merchants’ apps', command: counted('consumers', ['test/consumers/consumers.test.ts'])},
    // It builds anew, so no other part may run at the same time.
    {name: 'the first start', command: counted('start', [start])},
  ]);
  const components = engines.map(engine => `components-${engine}`);
  const isWell = printTotal(['checks', 'node', ...components, 'journeys', 'consumers', 'start']);
  return isWell && failed.length === 0;
}

const [suite, ...args] = process.argv.slice(2);
const files = (all: readonly string[]) => (args.some(arg => arg.endsWith('.test.ts')) ? [] : all);
const install: Part = {name: 'browsers', command: tsx('scripts/browsers/install.ts')};
const suites: Readonly<Record<string, () => Promise<boolean>>> = {
  all: runAll,
  unit: () => run({name: 'unit tests', command: nodeTest('--test-reporter=spec', ...args, ...files(unit))}),
  elements: () => run(install, {name: 'elements', command: [...webTestRunner, ...args]}),
  e2e: () =>
    run(install, build, demo, {
      name: 'journeys',
      command: nodeTest('--test-reporter=spec', '--test-concurrency=2', ...args, ...files(journeys)),
      env: isBuilt,
    }),
};

async function run(...parts: Part[]): Promise<boolean> {
  return (await runParts(parts)).length === 0;
}

const isWell = await suites[suite ?? 'all']?.();
if (isWell === undefined) throw new Error(`no such tests: ${suite ?? ''}`);
process.exitCode = isWell ? 0 : 1;
