/** How people call a chain whose word at the vendor is not its name. */
const names: Record<string, string> = {bsc: 'BNB Chain'};

/** What people call `chain`: as a rule the vendor's own word, with a capital. */
export function chainName(chain: string): string {
  const named = Object.hasOwn(names, chain) ? names[chain] : undefined;
  return named ?? chain.charAt(0).toUpperCase() + chain.slice(1);
}
