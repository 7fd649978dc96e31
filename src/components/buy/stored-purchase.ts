/**
 * Identifies `element` on the page, stable across reloads, so that several elements keep separate purchases: its `id`, or
 * its index among elements of the same name, prefixed with the scopes of enclosing shadow hosts.
 */
export function storageScopeOf(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  const scope = element.id || String(Array.from(root.querySelectorAll(element.localName)).indexOf(element));
  return root instanceof ShadowRoot ? `${storageScopeOf(root.host)}/${scope}` : scope;
}

/** Storage key of a purchase, separate per adapter and per element (`scope`) on the page. */
export function storageKey(backend: string, scope: string): string {
  return `cryptopocket-buy:${backend}:${scope}`;
}

/** Key of the earlier purchases that belong to the purchase stored under `key`. */
export function earlierKey(key: string): string {
  return key.replace('cryptopocket-buy:', 'cryptopocket-buy-earlier:');
}

/** Key of the list of purchases that a buyer removed from this device ("Not you?"). */
export function forgottenKey(key: string): string {
  return key.replace('cryptopocket-buy:', 'cryptopocket-buy-forgotten:');
}

/** Whether earlier purchases are stored for `key`. */
export function hasEarlier(key: string): boolean {
  try {
    return localStorage.getItem(earlierKey(key)) !== null;
  } catch {
    return false;
  }
}

/** Reads the purchase stored under `key`: from this tab first, then from the device. Undefined if the browser denies storage. */
export function readStored(key: string): string | undefined {
  try {
    return (sessionStorage.getItem(key) ?? localStorage.getItem(key)) || undefined;
  } catch {
    return undefined;
  }
}

/** Stores `text` under `key` in this tab, if the browser allows it. */
export function writeStored(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // Without storage, a reload starts over.
  }
}
