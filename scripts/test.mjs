// Everything that has to hold: checks, tests without a browser, elements in three browsers, journeys through the demo, and
// merchants' apps built from the package as published.
import {readdirSync} from 'node:fs';
import {clearCounts, printTotal, runParts} from './run.mjs';

const testFiles = folder =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(file => file.name.endsWith('.test.ts'))
    .map(file => `${file.parentPath}/${file.name}`)
    .sort();

const inNode = testFiles('test').filter(file => !/^test\/(components|consumers|e2e)\//.test(file));

const start = 'test/e2e/start.test.ts';
const journeys = testFiles('test/e2e').filter(file => file !== start);

const nodeTest = (name, files, ...flags) => [
  process.execPath,
  '--import',
  'tsx',
  '--test',
  ...flags,
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  '--test-reporter=./scripts/node-count-reporter.mjs',
  `--test-reporter-destination=.ci-out/${name}.json`,
  ...files,
];

const engines = ['chromium', 'firefox', 'webkit'];

clearCounts();
const failed = runParts([
  ['packages', 'bash', 'scripts/ensure-packages.sh'],
  ['checks', process.execPath, 'scripts/check.mjs'],
  ['tests in Node', ...nodeTest('node', inNode)],
  ...engines.map(engine => [`elements in ${engine}`, 'env', `WTR_BROWSER=${engine}`, 'npx', 'web-test-runner']),
  // What the tests before built is not all of it, and the journeys, of which two go on at a time, are served from it.
  ['build', process.execPath, 'scripts/build.mjs'],
  ['demo', 'npx', 'vite', 'build', '--mode', 'demo'],
  ['journeys', 'env', 'DEMO_IS_BUILT=1', ...nodeTest('journeys', journeys, '--test-concurrency=2')],
  ['merchants’ apps', ...nodeTest('consumers', ['test/consumers/consumers.test.ts'])],
  // It builds anew, so nothing is beside it or after it.
  ['the first start', ...nodeTest('start', [start])],
]);
const components = engines.map(engine => `components-${engine}`);
const well = printTotal(['checks', 'node', ...components, 'journeys', 'consumers', 'start']);
process.exitCode = well && failed.length === 0 ? 0 : 1;
