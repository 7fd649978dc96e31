import {Customers} from './customers.js';
import type {Customer} from './customers.js';
import {Faults} from './faults.js';
import {Inbox} from './inbox.js';
import {OffRamps} from './off-ramps.js';
import {Payments} from './payments.js';
import type {Payment} from './payments.js';
import {defaultSettings} from './settings.js';
import type {Settings} from './settings.js';
import type {Time, TimeOptions} from './time.js';
import {createTime} from './time.js';
import {Tokens} from './tokens.js';
import {Webhooks} from './webhooks.js';

export interface SandboxOptions extends TimeOptions {
  /** With `apiSecret`, the one integration that the sandbox knows. */
  apiKey: string;
  apiSecret: string;
  /** Where the sandbox is reached, such as `http://localhost:4175`; its links start with it. */
  origin: string;
  /** Delivers webhooks. */
  fetch?: typeof fetch;
}

/** Everything the sandbox remembers, in one place for the API and the pages. */
export interface World {
  readonly options: SandboxOptions;
  readonly time: Time;
  readonly settings: Settings;
  readonly tokens: Tokens;
  readonly customers: Customers;
  readonly payments: Payments;
  readonly offRamps: OffRamps;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly inbox: Inbox;
  readonly links: Links;
  /** How many quotes for so many cents there were before this one. */
  countQuote(cents: bigint): number;
  /** Starts over. Tokens and subscriptions stay: they are the integration's, which does not notice. */
  reset(): void;
}

export interface Links {
  kyc(customer: Customer): string;
  onboarding(customer: Customer): string;
  gateway(payment: Payment): string;
}

export function createWorld(options: SandboxOptions): World {
  const time = createTime(options);
  const settings = defaultSettings();
  const webhooks = new Webhooks(options, time);
  const customers = new Customers(time, settings);
  const payments = new Payments(time, settings, webhooks.notify);
  const offRamps = new OffRamps(time, settings, webhooks.notify);
  const faults = new Faults();
  const inbox = new Inbox();
  const quotes = new Map<bigint, number>();
  const origin = options.origin.replace(/\/+$/, '');
  return {
    options,
    time,
    settings,
    tokens: new Tokens(time, settings),
    customers,
    payments,
    offRamps,
    webhooks,
    faults,
    inbox,
    links: {
      kyc: ({kycToken}) => `${origin}/kyc/${kycToken}`,
      onboarding: ({onboardingToken}) => `${origin}/onboarding/${onboardingToken}`,
      gateway: ({id}) => `${origin}/payment/${id}`,
    },
    countQuote(cents) {
      const before = quotes.get(cents) ?? 0;
      quotes.set(cents, before + 1);
      return before;
    },
    reset() {
      quotes.clear();
      Object.assign(settings, defaultSettings());
      customers.reset();
      payments.reset();
      offRamps.reset();
      faults.clear();
      inbox.clear();
    },
  };
}
