/** Brings what only some purchases need: direct payments, and going on with a phone. Rejects where it cannot be loaded now. */
export async function loadExtras(): Promise<void> {
  await import('../../define-extras.js');
}
