import {expect, fixture, html, waitUntil} from '@open-wc/testing';
import {gallery} from '../../demo/gallery.js';
import {messagesOf} from '../../demo/messages.js';
import * as states from '../../demo/states.js';
import '../../src/define.js';
import '../../src/components/chunks/checkout.js';
import type {CryptopocketAmountField} from '../../src/components/amount-field/amount-field.js';
import type {CryptopocketBuy} from '../../src/components/buy/buy.js';
import type {BuyStep} from '../../src/components/step/step.js';
import {refusals, silences} from '../../src/contract/problem.js';
import type {BuyState} from '../../src/machine/state.js';
import {en} from '../../src/i18n/en.js';
import type {Messages} from '../../src/i18n/messages.js';
import {inside} from '../support/events.js';
import {fakeAdapter, type FakeAdapter} from '../support/fake-adapter.js';
import {showStep} from '../support/render.js';
import {pseudoLocale} from '../support/pseudo-locale.js';

const ar = await messagesOf('ar');
const pseudo = pseudoLocale(en);
const widths = [280, 360, 480];

/** Every state, and every problem that can be told at two steps of them. */
const shown: readonly [name: string, state: BuyState][] = [
  ...Object.entries<BuyState>(gallery),
  ...[...refusals, ...silences].flatMap((code): [string, BuyState][] => [
    [`amount, ${code}`, {...states.amount, quote: undefined, problem: {code}}],
    [`payment, ${code}`, {...states.payment, problem: {code}}],
  ]),
];

/** A step as it is in a widget of `width` pixels. */
function show(state: BuyState, messages: Messages, locale: string, width: number): Promise<BuyStep<BuyState>> {
  return showStep(state, messages, {locale, width: width - (width > 384 ? 50 : 34)});
}

/** Every element in the shadow trees from `host` down. */
function elementsOf(host: Element): Element[] {
  const own = Array.from(host.shadowRoot?.querySelectorAll('*') ?? []);
  return own.flatMap(element => [element, ...elementsOf(element)]);
}

const wordsIn = (element: Element) =>
  Array.from(element.childNodes)
    .flatMap(node => (node instanceof Text ? node.data : []))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Only for a screen reader, or shown by the browser in a list of its own. */
const unseen = (element: Element) => element.matches('.hidden, .hidden *, [hidden], select, option');

/** Elements whose words do not fit into them, or into `host`. */
function clipped(host: Element): string[] {
  const {left, right} = host.getBoundingClientRect();
  return elementsOf(host)
    .filter(element => wordsIn(element) !== '' && !unseen(element))
    .filter(element => {
      const box = element.getBoundingClientRect();
      const inline = getComputedStyle(element).display === 'inline';
      return (
        (!inline && element.scrollWidth > element.clientWidth + element.clientLeft * 2) ||
        box.left < left - 0.5 ||
        box.right > right + 0.5
      );
    })
    .map(element => `${element.localName}: ${wordsIn(element)}`);
}

/** What is no sentence of ours: numbers with their units, and names. */
const data =
  /0x[\da-f…]+|[\da-f]{4,12}-[-\da-f]+|USDC|BTC|Euro|Polygon|Bitcoin|AM|PM|pay1|pix|ES91|EXMPESMMXXX|Sandbox Payments S|L\.|May|[\d.,:\s≈€·()]/g;

/** Words of the widget's that nobody translated. */
function untranslated(host: Element): string[] {
  return elementsOf(host).flatMap(element => {
    if (element.localName === 'style') return [];
    const said = [wordsIn(element), element.getAttribute('aria-label') ?? ''];
    return said.map(words => words.replace(/⟦[^⟧]*⟧/g, '').replace(data, '')).filter(rest => rest !== '');
  });
}

let adapter: FakeAdapter;

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  adapter = fakeAdapter();
});
afterEach(() => {
  adapter.restore();
});

/** Where a widget stands. */
interface Page {
  lang: string;
  dir: 'ltr' | 'rtl';
  width: number;
}

/** The whole widget with a price, on a page in another language. */
async function widget(lang: string, page: Page, messages = {}): Promise<CryptopocketBuy> {
  const ground = await fixture<HTMLElement>(
    html`<div lang=${page.lang} dir=${page.dir} style="inline-size: ${page.width}px">
      <cryptopocket-buy
        backend="/shop"
        amount="100"
        asset="USDC"
        chain="polygon"
        lang=${lang}
        .messages=${messages}
      ></cryptopocket-buy>
    </div>`,
  );
  const buy = ground.querySelector<CryptopocketBuy>('cryptopocket-buy');
  if (!buy) throw new Error('no widget');
  await waitUntil(() => buy.quote && inside(buy, '.card').matches(':not([data-unspoken])'), 'a price');
  await buy.updateComplete;
  return buy;
}

describe('a buyer with large letters on a small screen', () => {
  for (const lang of ['en', 'de', 'es', 'ar']) {
    it(`reads the names of the steps whole in ${lang}`, async () => {
      const {style} = document.documentElement;
      style.fontSize = '32px';
      try {
        const buy = await widget(lang, {lang: 'en', dir: 'ltr', width: 304});
        for (const item of buy.shadowRoot?.querySelectorAll('li') ?? []) {
          const range = document.createRange();
          range.selectNodeContents(item);
          // Where a language says how a long name is divided, it may be.
          if (!item.textContent.includes('\u00ad')) {
            expect(range.getClientRects().length, item.textContent).to.equal(1);
          }
          expect(item.scrollWidth, item.textContent).to.be.at.most(item.clientWidth);
        }
      } finally {
        style.fontSize = '';
      }
    });
  }
});

describe('a language with longer words', () => {
  for (const width of widths) {
    it(`fits into every step ${width} pixels wide, and leaves no sentence out`, async () => {
      for (const [name, state] of shown) {
        const step = await show(state, pseudo, 'en', width);
        expect(step.scrollWidth, name).to.be.at.most(step.clientWidth);
        expect(clipped(step), name).to.deep.equal([]);
        expect(untranslated(step), name).to.deep.equal([]);
      }
    }).timeout(30_000);

    it(`fits into the whole widget ${width} pixels wide`, async () => {
      const buy = await widget('en', {lang: 'en', dir: 'ltr', width}, pseudo);
      expect(buy.scrollWidth).to.be.at.most(width);
      expect(clipped(buy)).to.deep.equal([]);
      expect(untranslated(buy)).to.deep.equal([]);
    });

    it(`fits into every step ${width} pixels wide in Arabic`, async () => {
      for (const [name, state] of shown) {
        const step = await show(state, ar, 'ar', width);
        expect(step.scrollWidth, name).to.be.at.most(step.clientWidth);
        expect(clipped(step), name).to.deep.equal([]);
      }
    }).timeout(30_000);
  }
});

describe('Arabic', () => {
  for (const dir of ['ltr', 'rtl'] as const) {
    it(`is read from right to left on a page that is ${dir}`, async () => {
      const buy = await widget('ar', {lang: 'en', dir, width: 360});
      const items = Array.from(inside(buy, 'ol').children, item => item.getBoundingClientRect().left);
      expect(items).to.deep.equal(items.toSorted((a, b) => b - a));
      const {right} = inside(buy, 'ol').getBoundingClientRect();
      expect(inside(buy, 'li:first-child').getBoundingClientRect().right).to.equal(right);
      expect(getComputedStyle(inside(inside(buy, '[data-step]'), 'h2')).direction).to.equal('rtl');
      await expect(buy).to.be.accessible();
    });

    it(`leaves a Spanish widget alone on a page that is ${dir}`, async () => {
      const buy = await widget('es', {lang: 'ar', dir, width: 360});
      const items = Array.from(inside(buy, 'ol').children, item => item.getBoundingClientRect().left);
      expect(items).to.deep.equal(items.toSorted((a, b) => a - b));
      expect(getComputedStyle(inside(inside(buy, '[data-step]'), 'h2')).direction).to.equal('ltr');
    });
  }

  it('turns the widget round together with its words, not before them', async () => {
    const buy = await widget('en', {lang: 'en', dir: 'ltr', width: 360});
    const card = inside(buy, '.card');
    const seen = new Set<string>();
    const look = () => seen.add(`${card.dir} ${inside(buy, 'li').textContent}`);
    const observer = new MutationObserver(look);
    observer.observe(card, {subtree: true, characterData: true, childList: true, attributes: true});
    buy.lang = 'ar';
    await waitUntil(() => inside(buy, 'li').textContent === ar.steps.amount, 'Arabic');
    look();
    observer.disconnect();
    expect([...seen].filter(is => is !== `ltr ${en.steps.amount}`)).to.deep.equal([`rtl ${ar.steps.amount}`]);
  });

  it('has the way of a payment at the right, with its dots', async () => {
    const step = await show(states.status, ar, 'ar', 360);
    for (const item of step.shadowRoot?.querySelectorAll('ol li') ?? []) {
      const {paddingLeft, paddingRight} = getComputedStyle(item);
      expect(parseFloat(paddingRight)).to.be.above(parseFloat(paddingLeft));
      expect(getComputedStyle(item, '::before').right).to.equal('0px');
    }
  });

  it('writes the amount from the right, and its digits from the left', async () => {
    const step = await show(states.amount, ar, 'ar', 360);
    const input = inside(inside(step, 'cryptopocket-amount-field'), 'input');
    expect(getComputedStyle(input).direction).to.equal('ltr');
    expect(getComputedStyle(input).textAlign).to.equal('right');
  });

  it('has e-mail address and code written from left to right', async () => {
    const email = inside(await show(states.customer, ar, 'ar', 360), '#email');
    const code = inside(await show(states.code, ar, 'ar', 360), '#code');
    expect([email, code].map(input => getComputedStyle(input).direction)).to.deep.equal(['ltr', 'ltr']);
  });

  it('keeps the parts of a payment’s reference in their order', async () => {
    const reference = '12345678-abcd-4c5e';
    const payment = {
      ...states.status.payment,
      id: reference,
      status: 'created' as const,
      amount: '100.00',
      asset: 'USDC',
    };
    const step = await show({...states.status, payment}, ar, 'ar', 360);
    const isolated = Array.from(step.shadowRoot?.querySelectorAll('bdi') ?? []);
    const text = isolated
      .flatMap(element => Array.from(element.childNodes))
      .find(node => node instanceof Text && node.data === reference);
    if (!text) throw new Error('no reference');
    const at = (index: number) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + 1);
      return range.getBoundingClientRect().left;
    };
    expect(at(0)).to.be.below(at(9));
  });

  it('takes what is typed in its own digits, and shows what it can read again', async () => {
    const field = await fixture<CryptopocketAmountField>(
      html`<cryptopocket-amount-field locale="ar-EG" amount="99.50"></cryptopocket-amount-field>`,
    );
    const input = inside<HTMLInputElement>(field, 'input');
    input.dispatchEvent(new InputEvent('input'));
    expect(field.amount).to.equal('99.50');
    input.value = '٢٥٠٫٧٥';
    input.dispatchEvent(new InputEvent('input'));
    expect(field.amount).to.equal('250.75');
    expect(field.check()).to.equal(true);
  });

  it('shows amounts to choose from without cents, in the digits of the country', async () => {
    const buy = await widget('ar-EG', {lang: 'en', dir: 'ltr', width: 360});
    buy.amountPresets = ['1000'];
    await buy.updateComplete;
    const step = inside<BuyStep<BuyState>>(buy, '[data-step]');
    // Not before the first paint.
    const written = () => inside(step, '[part=preset]').textContent.trim() !== '1000';
    await waitUntil(written, 'the amounts to choose from');
    expect(inside(step, '[part=preset]').textContent.trim()).to.match(/^\u200f?١٬٠٠٠\s€$/);
  });

  for (const [name, state] of shown.filter(([name]) => !/, .*_/.test(name))) {
    it(`is accessible at “${name}”`, async () => {
      await expect(await show(state, ar, 'ar', 360)).to.be.accessible();
    });
  }
});
