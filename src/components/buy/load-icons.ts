import {loadChunk, failuresOf} from './chunk.js';

/** Attempts before giving up. The next step tries again. */
const MAX_ATTEMPTS = 5;

/** Loads the coin icons and the countdown, which a purchase does not depend on. Never rejects. */
export async function loadIcons(): Promise<void> {
  do {
    try {
      await loadChunk('icons', () => import('../chunks/icons.js'));
      return;
    } catch {
      // Optional: the purchase works without it.
    }
  } while (failuresOf('icons') < MAX_ATTEMPTS);
}
