/** What a merchant may write on the tag in each framework, and what must not compile. The types are the test. */
import {test} from 'node:test';
import type {JSX as Preact} from 'preact';
import type {JSX as React} from 'react';
import type {JSX as Solid} from 'solid-js';
import type {SvelteHTMLElements} from 'svelte/elements';
import type {GlobalComponents} from 'vue';
import type {CryptopocketEvents} from '../../../src/index.js';
import type {} from '../../../src/frameworks/jsx/preact.js';
import type {} from '../../../src/frameworks/jsx/react.js';
import type {} from '../../../src/frameworks/jsx/solid.js';
import type {} from '../../../src/frameworks/jsx/svelte.js';
import type {} from '../../../src/frameworks/jsx/vue.js';

test('a merchant on React writes attributes, properties and listeners, each of its own type', () => {
  type Tag = React.IntrinsicElements['cryptopocket-buy'];
  ({
    amount: '100',
    'payment-type': 'card',
    paymentType: 'card',
    assets: [],
    className: 'wide',
    ref: buy => buy?.reset(),
    'oncryptopocket-complete': ({detail}) => detail.paymentId.trim(),
  }) satisfies Tag;
  // @ts-expect-error -- euros are text
  ({amount: 100}) satisfies Tag;
  // @ts-expect-error -- a mode that does not exist
  ({mode: 'floating'}) satisfies Tag;
  // @ts-expect-error -- the step is read, not set
  ({step: 'amount'}) satisfies Tag;
  // @ts-expect-error -- a method is no attribute
  ({reset: () => undefined}) satisfies Tag;
  // @ts-expect-error -- an event that does not exist
  ({'oncryptopocket-paid': () => undefined}) satisfies Tag;
  // @ts-expect-error -- another event's listener
  ({'oncryptopocket-quote-update': (event: CryptopocketEvents['cryptopocket-complete']) => event}) satisfies Tag;
});

test('a merchant on Preact does too', () => {
  type Tag = Preact.IntrinsicElements['cryptopocket-buy'];
  ({amount: '100', 'external-id': 'order-1042', 'oncryptopocket-problem': ({detail}) => detail.code}) satisfies Tag;
  // @ts-expect-error -- euros are text
  ({amount: 100}) satisfies Tag;
});

test('a merchant on Solid does too', () => {
  type Tag = Solid.IntrinsicElements['cryptopocket-buy'];
  ({amount: '100', 'prop:amountPresets': ['75'], 'on:cryptopocket-problem': ({detail}) => detail.code}) satisfies Tag;
  // @ts-expect-error -- presets are text or numbers
  ({'prop:amountPresets': [true]}) satisfies Tag;
});

test('a merchant on Svelte does too', () => {
  type Tag = SvelteHTMLElements['cryptopocket-buy'];
  ({amount: '100', amountPresets: ['75'], 'oncryptopocket-problem': ({detail}) => detail.code}) satisfies Tag;
  // @ts-expect-error -- presets are text or numbers
  ({amountPresets: [true]}) satisfies Tag;
});

test('a merchant on Vue does too', () => {
  type Tag = InstanceType<GlobalComponents['cryptopocket-buy']>['$props'];
  ({amount: '100', amountPresets: ['75'], onCryptopocketProblem: ({detail}) => detail.code}) satisfies Tag;
  // @ts-expect-error -- a theme that does not exist
  ({theme: 'sepia'}) satisfies Tag;
});
