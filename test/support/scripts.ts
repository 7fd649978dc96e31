import {execFileSync} from 'node:child_process';
import {build} from 'vite';
import {root} from '../readme/readme.js';

/**
 * Builds the script-tag files and what pins them, unless that was done for all who are tested together: nobody may find the
 * folder empty because another builds into it.
 */
export async function buildScripts(): Promise<void> {
  if (process.env['DEMO_IS_BUILT']) return;
  await build({mode: 'cdn'});
  await build({mode: 'classic'});
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build/integrity.ts'], {cwd: root});
}
