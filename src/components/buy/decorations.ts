import {loadChunk, missesOf} from './chunk.js';

/** Failures after which nobody waits for decorations any longer; the next step asks once more. */
const mostMisses = 5;

/** Brings what a purchase would do without. Never rejects. */
export async function adorn(): Promise<void> {
  do {
    try {
      await loadChunk('icons', () => import('../chunks/icons.js'));
      return;
    } catch {
      // Nothing is missed meanwhile.
    }
  } while (missesOf('icons') < mostMisses);
}
