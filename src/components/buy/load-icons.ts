import {loadChunk, failuresOf} from './chunk.js';

/** Failures after which nobody waits for decorations any longer; the next step asks once more. */
const MAX_ATTEMPTS = 5;

/** Brings what a purchase would do without. Never rejects. */
export async function loadIcons(): Promise<void> {
  do {
    try {
      await loadChunk('icons', () => import('../chunks/icons.js'));
      return;
    } catch {
      // Nothing is missed meanwhile.
    }
  } while (failuresOf('icons') < MAX_ATTEMPTS);
}
