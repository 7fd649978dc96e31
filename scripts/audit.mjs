// Fails on known vulnerabilities in what is shipped. A registry without an advisory service cannot be asked: that is said.
import {spawnSync} from 'node:child_process';

const {stdout} = spawnSync('npm', ['audit', '--omit=dev', '--json'], {encoding: 'utf8'});
const report = JSON.parse(stdout);
if (report.error || !report.metadata) {
  console.log('Not audited: this registry answers no audits.');
} else {
  const {total} = report.metadata.vulnerabilities;
  console.log(`${total} known vulnerabilities in what is shipped`);
  if (total > 0) {
    console.log(Object.keys(report.vulnerabilities).join(', '));
    process.exitCode = 1;
  }
}
