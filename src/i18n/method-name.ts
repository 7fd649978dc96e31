import type {Messages} from './messages.js';

/** What a buyer calls a way to pay; one whose name we do not have is called as the vendor calls it. */
export function methodName(method: string, {direct}: Messages): string {
  const names: Partial<Record<string, string>> = direct.methods;
  return (Object.hasOwn(names, method) ? names[method] : undefined) ?? method;
}
