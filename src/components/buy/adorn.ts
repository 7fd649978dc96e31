/** Brings what a purchase would do without. Where it cannot be loaded now, nothing is missed. */
export async function adorn(): Promise<void> {
  await import('../../define-adornments.js').catch(() => undefined);
}
