/** Brings what a purchase would do without, and does so again with the next element where it could not be loaded now. */
export async function adorn(): Promise<void> {
  await import('../../define-adornments.js').catch(() => undefined);
}
