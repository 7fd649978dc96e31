import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {PurchaseStorage} from '../../src/components/buy/purchase-storage.js';
import {readStored, storageKey} from '../../src/components/buy/stored-purchase.js';

/** A browser's storage; `refuses` is one whose every use fails. */
class FakeStorage {
  readonly items = new Map<string, string>();
  refuses = false;

  getItem(key: string): string | null {
    return this.#use().get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#use().set(key, value);
  }
  removeItem(key: string): void {
    this.#use().delete(key);
  }

  #use(): Map<string, string> {
    if (this.refuses) throw new DOMException('denied', 'SecurityError');
    return this.items;
  }
}

let tab = new FakeStorage();
let device = new FakeStorage();

const key = storageKey('https://shop.test/buy', '0');

function openTab(): PurchaseStorage {
  tab = new FakeStorage();
  Object.defineProperty(globalThis, 'sessionStorage', {value: tab, configurable: true});
  return new PurchaseStorage(key);
}

beforeEach(() => {
  device = new FakeStorage();
  Object.defineProperty(globalThis, 'localStorage', {value: device, configurable: true});
});

test('a reload finds what the tab stored', () => {
  openTab().save('in the tab', undefined);
  assert.equal(readStored(key), 'in the tab');
  assert.equal(device.items.size, 0);
});

test('a closed tab leaves what the device stored', () => {
  openTab().save('in the tab', 'on the device');
  openTab();
  assert.equal(readStored(key), 'on the device');
});

test('the tab’s own purchase comes before the device’s', () => {
  openTab().save('theirs', 'on the device');
  const storage = openTab();
  storage.save('mine', undefined);
  assert.equal(readStored(key), 'mine');
});

test('a purchase that is over leaves the device', () => {
  const storage = openTab();
  storage.save('in the tab', 'on the device');
  storage.save('in the tab', undefined);
  assert.equal(device.items.size, 0);
  openTab();
  assert.equal(readStored(key), undefined);
});

test('a purchase that was taken up from the device leaves it when it is over', () => {
  openTab().save('in the tab', 'on the device');
  const storage = openTab();
  storage.own();
  storage.save('in the tab', undefined);
  assert.equal(device.items.size, 0);
});

test('a purchase on the device that is not what the page asks for stays there', () => {
  openTab().save('in the tab', 'on the device');
  const storage = openTab();
  storage.save('in the tab', undefined);
  assert.equal(device.items.size, 1);
});

test('a tab that begins something else leaves another tab’s purchase on the device', () => {
  openTab().save('theirs', 'on the device');
  openTab().save('mine', undefined);
  openTab();
  assert.equal(readStored(key), 'on the device');
});

test('purchases at different adapters do not meet', () => {
  openTab().save('in the tab', 'on the device');
  assert.equal(readStored(storageKey('https://shop.test/other', '0')), undefined);
  assert.equal(readStored(storageKey('https://shop.test/buy', '1')), undefined);
});

test('a browser that refuses storage begins anew, and breaks nothing', () => {
  const storage = openTab();
  tab.refuses = device.refuses = true;
  storage.save('in the tab', 'on the device');
  assert.equal(readStored(key), undefined);
});

test('a browser without storage begins anew, and breaks nothing', () => {
  Object.defineProperty(globalThis, 'sessionStorage', {value: undefined, configurable: true});
  Object.defineProperty(globalThis, 'localStorage', {value: undefined, configurable: true});
  const storage = new PurchaseStorage(key);
  storage.save('in the tab', 'on the device');
  assert.equal(readStored(key), undefined);
});
