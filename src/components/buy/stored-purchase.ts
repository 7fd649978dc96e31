/** Purchases at different adapters do not meet, nor do those of different widgets on a page: `place` tells them apart. */
export function storageKey(backend: string, place: string): string {
  return `cryptopocket-buy:${backend}:${place}`;
}

/** Where what the buyer left is kept beside the purchase that is stored under `key`. */
export function earlierKey(key: string): string {
  return key.replace('cryptopocket-buy:', 'cryptopocket-buy-earlier:');
}

/** Stores the purchases that a buyer removed from this device ("Not you?"), beside the purchase stored under `key`. */
export function forgottenKey(key: string): string {
  return key.replace('cryptopocket-buy:', 'cryptopocket-buy-forgotten:');
}

/** Whether the buyer left a purchase at `key` that is followed on. */
export function hasEarlier(key: string): boolean {
  try {
    return localStorage.getItem(earlierKey(key)) !== null;
  } catch {
    return false;
  }
}

/** What a `PurchaseStorage` stored under `key`: the tab's own first, else the device's; nothing where a browser refuses storage. */
export function readStored(key: string): string | undefined {
  try {
    return (sessionStorage.getItem(key) ?? localStorage.getItem(key)) || undefined;
  } catch {
    return undefined;
  }
}

/** Stores `text` under `key` in the tab's own storage, if the browser lets us. */
export function writeStored(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // A reload begins anew then.
  }
}
