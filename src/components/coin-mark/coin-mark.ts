import {marks} from './marks.js';

/** Of coins that are called otherwise than the chain whose own they are. */
const chainOf = new Map([
  ['BTC', 'bitcoin'],
  ['ETH', 'ethereum'],
  ['BNB', 'bsc'],
  ['POL', 'polygon'],
  ['MATIC', 'polygon'],
  ['SOL', 'solana'],
  ['LTC', 'litecoin'],
  ['DOGE', 'dogecoin'],
  ['XRP', 'xrp'],
]);

/** Marks that are discs by themselves, with what is on them left out. */
const whole = new Set(['bitcoin', 'dogecoin', 'litecoin', 'optimism']);

type Mark = (typeof marks)[string];

/** A dollar in a coin: ours, as the set has none. */
const usdc: Mark = [
  '#2775CA',
  'M9.2 2.4A10 10 0 0 0 9.2 21.6V19.9A8.4 8.4 0 0 1 9.2 4.1ZM14.8 2.4A10 10 0 0 1 14.8 21.6V19.9A8.4 8.4 0 0 0 14.8 4.1ZM12.9 5.6h-1.8v1.5c-1.7.3-2.9 1.4-2.9 3 0 2 1.6 2.6 3.4 3.1 1.6.4 2.2.7 2.2 1.5 0 .8-.8 1.2-1.8 1.2-1.2 0-1.9-.5-2.1-1.4H8c.1 1.6 1.3 2.7 3.1 3v1.5h1.8v-1.5c1.8-.3 3-1.4 3-3 0-2-1.5-2.7-3.5-3.2-1.5-.4-2.1-.7-2.1-1.4s.7-1.1 1.7-1.1c1.1 0 1.7.5 1.8 1.3h1.9c-.1-1.5-1.2-2.6-2.8-2.9z',
];

const markOf = (name: string): Mark | undefined =>
  name === 'USDC' ? usdc : Object.hasOwn(marks, name) ? marks[name] : undefined;

function shape(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A disc of radius `r` around `at` with the outline of `name`, or as many of its first letters as are given with it. */
function disc(name: string, at: number, r: number, letters: number): SVGElement {
  const [colour, path] = markOf(name) ?? ['#5B6472'];
  const isWhole = whole.has(name);
  const group = shape('g', {});
  group.append(shape('circle', {cx: at, cy: at, r, fill: isWhole ? '#fff' : colour}));
  if (path === undefined) {
    const text = name.slice(0, letters).toUpperCase();
    const size = (r * 2.2) / Math.max(text.length, 2);
    const font = {'font-family': 'system-ui, sans-serif', 'font-size': size, 'font-weight': 700};
    group.append(shape('text', {x: at, y: at + size * 0.36, fill: '#fff', 'text-anchor': 'middle', ...font}, text));
  } else {
    const scale = (isWhole ? r * 2 : r * 1.24) / 24;
    const transform = `translate(${at - 12 * scale} ${at - 12 * scale}) scale(${scale})`;
    group.append(shape('path', {d: path, fill: isWhole ? colour : '#fff', transform}));
  }
  return group;
}

/**
 * The mark of a coin, with that of its chain on the corner. To a screen reader it says nothing, as the names stand beside it.
 * An element without Lit, so that its chunk needs no other.
 *
 * @element cryptopocket-coin-mark
 * @attr symbol - the coin
 * @attr chain - its chain, as the vendor names it
 */
export class CryptopocketCoinMark extends HTMLElement {
  static readonly observedAttributes = ['symbol', 'chain'];

  connectedCallback(): void {
    this.setAttribute('aria-hidden', 'true');
    this.#draw();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#draw();
  }

  #draw(): void {
    const symbol = this.getAttribute('symbol') ?? '';
    const chain = this.getAttribute('chain') ?? '';
    const picture = shape('svg', {viewBox: '0 0 40 40', width: '100%', height: '100%'});
    const coin = chainOf.get(symbol) ?? symbol;
    if (symbol !== '') picture.append(disc(coin, 18, 18, 4));
    // Its own coin says which chain it is.
    if (symbol !== '' && chain !== '' && coin !== chain) {
      picture.append(shape('circle', {cx: 32, cy: 32, r: 8, fill: '#fff'}), disc(chain, 32, 7, 1));
    }
    (this.shadowRoot ?? this.attachShadow({mode: 'open'})).replaceChildren(picture);
  }
}
