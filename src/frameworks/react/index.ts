'use client';
/** `<cryptopocket-buy>` as a component of React: properties as they are, events as `onComplete` and so on, typed. */
import {createComponent, type EventName} from '@lit/react';
import * as React from 'react';
import {CryptopocketBuy as BuyElement} from '../../components/buy/buy.js';
import type {CryptopocketEvents} from '../../components/buy/public-events.js';
import {claimFirstTags} from '../../components/register-core.js';
import type {BuyProperties, Pascal} from '../jsx/tag.js';

/** `cryptopocket-step-change` as `onStepChange`. */
type HandlerName<K extends string> = K extends `cryptopocket-${infer Name}` ? `on${Pascal<Name>}` : never;
type Handlers = {
  [K in keyof CryptopocketEvents as HandlerName<K>]?: ((event: CryptopocketEvents[K]) => void) | undefined;
};

/** `name` with the type of its event, as `createComponent` takes it. */
const named = <K extends keyof CryptopocketEvents>(name: K) => name as K & EventName<CryptopocketEvents[K]>;

const events = {
  onReady: named('cryptopocket-ready'),
  onStepChange: named('cryptopocket-step-change'),
  onQuoteUpdate: named('cryptopocket-quote-update'),
  onCustomerReady: named('cryptopocket-customer-ready'),
  onKycRequired: named('cryptopocket-kyc-required'),
  onKycStatusChange: named('cryptopocket-kyc-status-change'),
  onPaymentCreated: named('cryptopocket-payment-created'),
  onPaymentRequired: named('cryptopocket-payment-required'),
  onPaymentStatusChange: named('cryptopocket-payment-status-change'),
  onComplete: named('cryptopocket-complete'),
  onFailed: named('cryptopocket-failed'),
  onClose: named('cryptopocket-close'),
  onProblem: named('cryptopocket-problem'),
} satisfies {[K in keyof CryptopocketEvents as HandlerName<K>]: K & EventName<CryptopocketEvents[K]>};

/** What the component takes: the element's properties, a handler for each of its events, and what every element takes. */
export type CryptopocketBuyProps = BuyProperties &
  Handlers &
  Omit<React.HTMLAttributes<BuyElement>, keyof BuyProperties | keyof Handlers>;

// Asking makes the class have its properties, by which `createComponent` tells them from attributes; else claiming the tag
// would, which comes later here.
Reflect.get(BuyElement, 'observedAttributes');

const Tag = createComponent({
  react: React,
  tagName: 'cryptopocket-buy',
  elementClass: BuyElement,
  events,
}) as React.ForwardRefExoticComponent<CryptopocketBuyProps & React.RefAttributes<BuyElement>>;

/**
 * The whole buy flow. On a server it renders the bare tag, and in a page that was rendered there, the element comes alive
 * once React has given it its properties and handlers: it never asks for what it was not told to, and no event is missed.
 */
export const CryptopocketBuy: typeof Tag = React.forwardRef((props, ref) => {
  // A component's effects come after those of what it renders, which set the properties.
  React.useEffect(claimFirstTags, []);
  return React.createElement(Tag, {...props, ref});
});
CryptopocketBuy.displayName = 'CryptopocketBuy';

/** The element itself, for the type of a `ref`. */
export type CryptopocketBuyElement = BuyElement;
