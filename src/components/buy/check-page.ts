import type {Asset} from '../../contract/asset.js';
import {isEuros} from '../../contract/money.js';
import type {Messages} from '../../i18n/messages.js';
import {modes} from './dialog.js';
import {presentations} from './popup-window.js';
import {
  assetsAllowed,
  lockedBy,
  meantBy,
  purchaseFlows,
  wordsOf,
  type AssetsAllowed,
  type Wish,
} from './order-request.js';

/** What a page gives the element; a page without types may give anything. */
export interface PageInput extends Omit<Wish, 'flow'> {
  flow: string;
  mode: string;
  presentation: string;
  theme: string;
  assets: AssetsAllowed | undefined;
  amountPresets: readonly (string | number)[];
  messages: object;
}

/** What it is checked against, as far as that is known. */
export interface Known {
  sold: readonly Asset[] | undefined;
  messages: Messages | undefined;
}

/** What was said on this page already. */
const told = new Set<string>();

/** Tells the developer of the page, once. */
function warn(text: string): void {
  if (told.has(text)) return;
  told.add(text);
  console.warn(`<cryptopocket-buy>: ${text}`);
}

const nameOf = ({symbol, chain}: Asset) => `${symbol}:${chain}`;
const listOf = (words: readonly string[]) => words.join(', ');

/** Words that an attribute may have. */
const choices = {
  flow: purchaseFlows,
  mode: modes,
  presentation: presentations,
  theme: ['auto', 'light', 'dark'],
} as const;

/** Warns, once each, of what on the page cannot be meant: which attribute, its value, and what it takes. */
export function checkPage(element: HTMLElement & PageInput, {sold, messages}: Known): void {
  checkAmounts(element);
  for (const [name, words] of Object.entries(choices)) {
    const value = element[name as keyof typeof choices];
    if (!(words as readonly string[]).includes(value))
      warn(`${name}="${value}" is unknown. Use one of: ${listOf(words)}.`);
  }
  for (const word of lockedBy(element)) {
    if (word !== 'amount' && word !== 'asset') {
      warn(
        `lock="${element.lock}" has the unknown word "${word}". Use amount, asset or both, as in lock="amount asset".`,
      );
    }
  }
  checkNames(element);
  if (sold) checkAssets(element, sold);
  if (messages) checkMessages(element.messages, messages);
}

function checkAmounts({amount, amountPresets, lock}: PageInput): void {
  const isLocked = lockedBy({lock}).has('amount');
  if (amount !== '' && !isEuros(amount)) {
    const rounded = Number(amount) > 0 ? ` Round it first, as with toFixed(2): "${Number(amount).toFixed(2)}".` : '';
    const effect = isLocked ? ' It is locked, so nothing can be bought.' : ' It is ignored.';
    warn(`amount="${amount}" is not an amount. Write euros as "100" or "100.50".${rounded}${effect}`);
  } else if (amount === '' && isLocked) {
    warn(`lock="${lock}" locks the amount, but there is none, so nothing can be bought. Set amount, such as "100.50".`);
  }
  for (const preset of amountPresets) {
    if (!isEuros(String(preset))) warn(`amountPresets has "${preset}". Write euros as "100" or "100.50".`);
  }
}

function checkAssets({asset, chain, assets, lock}: PageInput, sold: readonly Asset[]): void {
  const known = listOf(sold.map(nameOf));
  if (meantBy({asset, chain}, sold).length === 0) {
    const effect = lockedBy({lock}).has('asset') ? 'It is locked, so nothing can be bought' : 'It cannot be bought';
    warn(`asset="${asset}" chain="${chain}" is not sold. ${effect}. Sold are (asset:chain): ${known}.`);
  }
  if (assets === undefined) return;
  const allowed = assetsAllowed(assets);
  if (typeof assets === 'string' && wordsOf(assets).length > allowed.length) {
    warn(
      `assets="${assets}" is not a list of coins. Write asset:chain, separated by spaces, as in "USDC:polygon BTC:bitcoin".`,
    );
  }
  for (const {symbol, chain: on} of allowed) {
    if (meantBy({asset: symbol, chain: on}, sold).length === 0) {
      warn(`assets has "${symbol}:${on}", which is not sold. Sold are (asset:chain): ${known}.`);
    }
  }
}

/** HTML writes the names of attributes in lower case, so what looks like a property's name sets nothing. */
function checkNames(element: HTMLElement): void {
  const {observedAttributes} = element.constructor as typeof HTMLElement & {observedAttributes: readonly string[]};
  const names = new Map(observedAttributes.map(name => [name.replaceAll('-', ''), `attribute ${name}`]));
  for (const name of ['amountPresets', 'paymentTypes', 'messages']) names.set(name.toLowerCase(), `property ${name}`);
  for (const name of element.getAttributeNames()) {
    const meant = names.get(name.replaceAll('-', ''));
    if (meant !== undefined && !observedAttributes.includes(name)) warn(`${name}="…" sets nothing. Use the ${meant}.`);
  }
}

function checkMessages(given: object, known: object, path = 'messages'): void {
  for (const [key, value] of Object.entries(given) as [string, unknown][]) {
    const there: unknown = Object.hasOwn(known, key) ? Reflect.get(known, key) : undefined;
    if (there === undefined) warn(`${path}.${key} is no sentence of ours. Known are: ${listOf(Object.keys(known))}.`);
    else if (isGroup(there) && isGroup(value)) checkMessages(value, there, `${path}.${key}`);
    else if (isGroup(there) !== isGroup(value))
      warn(`${path}.${key} has to be ${isGroup(there) ? 'an object' : 'text'}.`);
  }
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
