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
  /** API key of the only integration, together with `apiSecret`. */
  apiKey: string;
  apiSecret: string;
  /** Origin of the sandbox, such as `http://localhost:4175`. Its links start with it. */
  origin: string;
  /** The `fetch` that delivers webhooks. */
  fetch?: typeof fetch;
}

/** The state of the sandbox, shared by the API and the pages. */
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
  /** Counts a quote for `cents`. Returns the number of earlier ones. */
  countQuote(cents: bigint): number;
  /** Resets all data. Tokens and subscriptions stay, so that the integration keeps working. */
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
