import type {Asset} from '../../contract/asset.js';
import {isEuros} from '../../contract/money.js';
import type {Messages} from '../../i18n/messages.js';
import {MODES} from './dialog.js';
import {PRESENTATIONS} from './popup-window.js';
import {
  parseAllowedAssets,
  lockedFields,
  matchingAssets,
  PURCHASE_FLOWS,
  splitWords,
  type AllowedAssets,
  type OrderRequest,
} from './order-request.js';

/** Attributes and properties of the element. Pages without types may set any value. */
export interface PageInput extends Omit<OrderRequest, 'flow'> {
  flow: string;
  mode: string;
  presentation: string;
  theme: string;
  assets: AllowedAssets | undefined;
  amountPresets: readonly (string | number)[];
  messages: object;
}

/** What the input is checked against, as far as it has loaded. */
export interface Known {
  sold: readonly Asset[] | undefined;
  messages: Messages | undefined;
}

/** Warnings already shown on this page. */
const reported = new Set<string>();

/** Warns the developer once. */
function warn(text: string): void {
  if (reported.has(text)) return;
  reported.add(text);
  console.warn(`<cryptopocket-buy>: ${text}`);
}

const nameOf = ({symbol, chain}: Asset) => `${symbol}:${chain}`;
const listOf = (words: readonly string[]) => words.join(', ');

/** Allowed attribute values. */
const choices = {
  flow: PURCHASE_FLOWS,
  mode: MODES,
  presentation: PRESENTATIONS,
  theme: ['auto', 'light', 'dark'],
} as const;

/** Warns once about each invalid attribute or property, with its value and the allowed ones. */
export function checkPage(element: HTMLElement & PageInput, {sold, messages}: Known): void {
  checkAmounts(element);
  for (const [name, words] of Object.entries(choices)) {
    const value = element[name as keyof typeof choices];
    if (!(words as readonly string[]).includes(value))
      warn(`${name}="${value}" is unknown. Use one of: ${listOf(words)}.`);
  }
  for (const word of lockedFields(element)) {
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
  const isLocked = lockedFields({lock}).has('amount');
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
  if (matchingAssets({asset, chain}, sold).length === 0) {
    const effect = lockedFields({lock}).has('asset') ? 'It is locked, so nothing can be bought' : 'It cannot be bought';
    warn(`asset="${asset}" chain="${chain}" is not sold. ${effect}. Sold are (asset:chain): ${known}.`);
  }
  if (assets === undefined) return;
  const allowed = parseAllowedAssets(assets);
  if (typeof assets === 'string' && splitWords(assets).length > allowed.length) {
    warn(
      `assets="${assets}" is not a list of coins. Write asset:chain, separated by spaces, as in "USDC:polygon BTC:bitcoin".`,
    );
  }
  for (const {symbol, chain: on} of allowed) {
    if (matchingAssets({asset: symbol, chain: on}, sold).length === 0) {
      warn(`assets has "${symbol}:${on}", which is not sold. Sold are (asset:chain): ${known}.`);
    }
  }
}

/** HTML lower-cases attribute names, so an attribute written like a property name has no effect. */
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
