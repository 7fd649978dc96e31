import {randomId} from './random.js';
import {kycDecision, seeds} from './scenarios.js';
import type {Settings} from './settings.js';
import type {Time} from './time.js';
import {webUrl} from './web-url.js';

export interface Customer {
  readonly id: number;
  readonly name: string;
  readonly lastName: string;
  readonly email: string;
  /** URL to which the buyer returns after the identity check; http(s) only. */
  readonly callbackUrl: string | undefined;
  readonly createdAt: number;
  readonly kycToken: string;
  readonly onboardingToken: string;
  kyc: string;
  banned: boolean;
  /** Whether the identity check was reopened, which a magic amount causes once. */
  reopened: boolean;
  /** Whether payments require the enhanced verification. */
  reinforced: boolean;
  /** Whether the form of the enhanced verification was submitted. */
  declared: boolean;
  /** Types of the uploaded documents. */
  readonly documents: string[];
  /** The next automatic status of the identity check, and its time. */
  due?: {kyc: string; at: number} | undefined;
}

export interface Registration {
  name: string;
  email: string;
  callbackUrl?: string | undefined;
}

/** Duration of a review in steps of `settleMs`. */
const REVIEW_STEPS = 4;

const FIRST_ID = 5001;

export class Customers {
  #all: Customer[] = [];

  constructor(
    private readonly time: Time,
    private readonly settings: Settings,
  ) {
    this.reset();
  }

  reset(): void {
    this.#all = [];
    for (const seed of seeds) {
      const customer = this.register(seed);
      customer.kyc = seed.kyc;
      customer.banned = seed.banned ?? false;
      customer.reinforced = seed.reinforced ?? false;
    }
  }

  register({name, email, callbackUrl}: Registration): Customer {
    const [first = '', ...rest] = name.trim().split(/\s+/);
    const customer: Customer = {
      id: FIRST_ID + this.#all.length,
      name: first,
      lastName: rest.join(' '),
      email,
      callbackUrl: webUrl(callbackUrl),
      createdAt: this.time.now(),
      kycToken: randomId(),
      onboardingToken: randomId(),
      kyc: 'unused',
      banned: false,
      reopened: false,
      reinforced: false,
      declared: false,
      documents: [],
    };
    this.#all.push(customer);
    return customer;
  }

  all(): readonly Customer[] {
    for (const customer of this.#all) {
      if (customer.due && customer.due.at <= this.time.now()) this.decide(customer, customer.due.kyc);
    }
    return this.#all;
  }

  byId(id: string): Customer | undefined {
    return this.all().find(customer => String(customer.id) === id);
  }

  byEmail(email: string): Customer | undefined {
    return this.all().find(customer => customer.email.toLowerCase() === email.toLowerCase());
  }

  byKycToken(token: string): Customer | undefined {
    return this.all().find(customer => customer.kycToken === token);
  }

  byOnboardingToken(token: string): Customer | undefined {
    return this.all().find(customer => customer.onboardingToken === token);
  }

  /** Submits the identity check. By default, the email determines the result. */
  submitKyc(customer: Customer, [first, later] = kycDecision(customer.email)): void {
    this.decide(customer, first);
    if (later !== undefined) {
      customer.due = {kyc: later, at: this.time.now() + REVIEW_STEPS * this.settings.settleMs};
    }
  }

  /** Sets the status and cancels the automatic one. */
  decide(customer: Customer, kyc: string): void {
    customer.kyc = kyc;
    customer.due = undefined;
  }

  /** Reopens the identity check once. Returns whether it did. */
  reopenOnce(customer: Customer): boolean {
    if (customer.reopened) return false;
    customer.reopened = true;
    this.decide(customer, 'unused');
    return true;
  }
}

/** Whether the customer still has to complete the identity check. */
export function isKycOpen({kyc}: Customer): boolean {
  return kyc === 'unused';
}

export function fullName({name, lastName}: Customer): string {
  return [name, lastName].filter(Boolean).join(' ');
}
