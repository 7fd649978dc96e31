// Installs the npm packages if they are missing or older than the lock file. Plain JavaScript, unlike the other scripts: tsx, which
// runs those, is one of the packages.
import {execFileSync} from 'node:child_process';
import {statSync} from 'node:fs';

const modified = path => statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0;
if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  console.log('Installing packages…');
  execFileSync('npm', ['ci', '--loglevel=error'], {stdio: ['ignore', 'ignore', 'inherit']});
}
