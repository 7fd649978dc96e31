/**
 * Fails on known vulnerabilities in what is shipped: the packages that are installed with ours, and those in the command line. A
 * registry without an advisory service cannot be asked, and then that is printed.
 */
import {spawnSync} from 'node:child_process';
import {shippedPackages} from './licenses.js';

interface Report {
  error?: unknown;
  vulnerabilities?: Record<string, unknown>;
}

const {stdout} = spawnSync('npm', ['audit', '--json'], {encoding: 'utf8'});
const {error, vulnerabilities} = JSON.parse(stdout) as Report;
if (error || !vulnerabilities) {
  console.log('Not audited: this registry answers no audits.');
} else {
  const shipped = new Set(shippedPackages().map(({name}) => name));
  const found = Object.keys(vulnerabilities).filter(name => shipped.has(name));
  console.log(`${found.length} packages with known vulnerabilities in what is shipped`);
  if (found.length > 0) {
    console.log(found.join(', '));
    process.exitCode = 1;
  }
}
