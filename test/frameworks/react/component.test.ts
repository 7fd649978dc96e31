import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createElement, createRef} from 'react';
import {renderToString} from 'react-dom/server';
import type {CryptopocketEvents} from '../../../src/index.js';
import {
  CryptopocketBuy,
  type CryptopocketBuyElement,
  type CryptopocketBuyProps,
} from '../../../src/frameworks/react/index.js';

test('a merchant’s server renders the tag with what is in it, and says nothing of the rest', () => {
  const slotted = createElement('p', {slot: 'disclosure'}, 'Terms');
  const html = renderToString(
    createElement(CryptopocketBuy, {amount: '100', className: 'wide', onComplete: () => undefined}, slotted),
  );
  assert.equal(html, '<cryptopocket-buy class="wide"><p slot="disclosure">Terms</p></cryptopocket-buy>');
});

test('a merchant’s handlers and properties are of the types of the element', () => {
  ({
    amountPresets: ['75'],
    lang: 'es',
    id: 'buy',
    onQuoteUpdate: ({detail}) => detail.receives.trim(),
    onClose: ({detail}) => detail satisfies undefined,
  }) satisfies CryptopocketBuyProps;
  createElement(CryptopocketBuy, {ref: createRef<CryptopocketBuyElement>()});
  // @ts-expect-error -- presets are text or numbers
  ({amountPresets: [true]}) satisfies CryptopocketBuyProps;
  // @ts-expect-error -- an event that does not exist
  ({onPaid: () => undefined}) satisfies CryptopocketBuyProps;
  // @ts-expect-error -- another event's listener
  ({onQuoteUpdate: (event: CryptopocketEvents['cryptopocket-complete']) => event}) satisfies CryptopocketBuyProps;
});
