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
  // Not to the README too, as a build does.
  execFileSync(process.execPath, ['scripts/integrity.mjs'], {cwd: root, env: {...process.env, CI: 'true'}});
}
