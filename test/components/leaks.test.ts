import {expect, nextFrame, waitUntil} from '@open-wc/testing';
import '../../src/define.js';
import {fakeAdapter, type FakeAdapter} from '../support/fake-adapter.js';
import {inside} from '../support/events.js';
import {countTimers} from '../support/timers.js';

/** What is left behind once shows after a few times. */
const rounds = 10;

let adapter: FakeAdapter;

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  adapter = fakeAdapter();
  adapter.routes['GET /quotes'] = ({url}: Request) => ({
    ...Object.fromEntries(new URL(url).searchParams),
    receives: '106.521739',
    expiresIn: 60,
  });
});
afterEach(() => {
  adapter.restore();
});

/** Listeners of the page's own objects, and timers, that are there now; counted from its beginning to its end. */
function census() {
  const listening = new Set<string>();
  const ends: (() => void)[] = [];
  const ids = new Map<unknown, number>();
  const idOf = (listener: unknown) => {
    if (!ids.has(listener)) ids.set(listener, ids.size);
    return ids.get(listener);
  };
  for (const [name, target] of Object.entries({window, document, documentElement: document.documentElement})) {
    const {addEventListener, removeEventListener} = target;
    target.addEventListener = (...given: Parameters<typeof addEventListener>) => {
      listening.add(`${name} ${given[0]} ${idOf(given[1])}`);
      addEventListener.apply(target, given);
    };
    target.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
      listening.delete(`${name} ${given[0]} ${idOf(given[1])}`);
      removeEventListener.apply(target, given);
    };
    ends.push(() => Object.assign(target, {addEventListener, removeEventListener}));
  }
  const {timers, end} = countTimers();
  ends.push(end);
  return {
    listening,
    timers,
    end: () => {
      for (const end of ends) end();
    },
  };
}

it('a page that mounts, uses and removes the element over and over keeps no listener and no timer of it', async function () {
  this.timeout(60_000);
  const seen = census();
  try {
    for (let round = 0; round < rounds; round++) {
      const buy = document.createElement('cryptopocket-buy');
      buy.setAttribute('backend', '/shop');
      buy.setAttribute('asset', 'USDC');
      buy.setAttribute('chain', 'polygon');
      buy.setAttribute('amount', '100');
      document.body.append(buy);
      await waitUntil(() => buy.quote, 'a price', {timeout: 5000});
      const input = inside<HTMLInputElement>(inside(inside(buy, '[data-step]'), 'cryptopocket-amount-field'), 'input');
      input.value = String(50 + round);
      input.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
      buy.lang = round % 2 ? 'es' : 'pt';
      await waitUntil(() => buy.quote?.amount.startsWith(String(50 + round)), 'a price for what was typed', {
        timeout: 5000,
      });
      buy.remove();
      await nextFrame();
    }
  } finally {
    seen.end();
  }
  // The test's own waiting ends within a second or so; a price's end or a retry would not.
  await waitUntil(() => seen.timers.size === 0, 'no timer that nobody stopped', {timeout: 8000});
  expect([...seen.listening]).to.deep.equal([]);
});
