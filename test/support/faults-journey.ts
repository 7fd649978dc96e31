import assert from 'node:assert/strict';
import type {Browser, BrowserContext, Locator, Page} from 'playwright-core';
import {silences} from '../../src/contract/problem.js';
import {WidgetBuyer, passIdentityCheck, testWallet} from '../../src/testing/index.js';
import {chanceOf, pick} from './seeded-random.js';
import {tagOf, type Weather} from './faults.js';

/** Milliseconds within which a journey has to end, the bad weather and every pause between two tries included. */
const patience = 120_000;
/** Milliseconds after which a buyer who waits looks at something else for a moment. */
const lookAway = 3000;

const steps = ['amount', 'customer', 'code', 'kyc', 'payment', 'status'] as const;
type Step = (typeof steps)[number];

/** How a journey is to end, and the words that its buyer has to read then. */
const endings = {
  completed: /Your coins were sent/,
  limit: /over your card limit for the quarter/,
  identity: /The check was not passed|Your identity could not be verified/,
  rejected: /The payment was refused/,
  left: undefined,
} as const;
type Ending = keyof typeof endings;

/** Amounts of the sandbox's that decide an ending. */
const magicAmounts: Partial<Record<Ending, string>> = {limit: '400.08', rejected: '500.04'};

export interface Plan {
  tag: string;
  customer: 'guest' | 'known';
  flow: 'guided' | 'direct';
  method: 'card' | 'psd2' | 'transfer';
  ending: Ending;
  amount: string;
  /** Where the page is reloaded: on arriving at a step, or as soon as the buyer has done what it asks for. */
  reloads: {step: Step; when: 'before' | 'after'}[];
  /** The step at which somebody who leaves does so. */
  leavesAt: Step;
  /** Whether the buyer comes back to the tab now and then, which has the page ask at once. */
  eager: boolean;
}

export function planOf(seed: number, nth: number): Plan {
  const chance = chanceOf(seed, 'plan', nth);
  const ending = pick<Ending>(chance, ['completed', 'completed', 'completed', 'left', 'limit', 'identity', 'rejected']);
  const simple = ending === 'limit' || ending === 'identity' || ending === 'rejected';
  return {
    tag: tagOf(nth),
    customer: ending === 'identity' ? 'guest' : pick(chance, ['guest', 'known']),
    flow: simple ? 'guided' : pick(chance, ['guided', 'guided', 'direct']),
    // In the sandbox a transfer arrives by itself, so one cannot leave before.
    method: simple ? 'card' : pick(chance, ['card', 'card', 'psd2', ending === 'left' ? 'psd2' : 'transfer']),
    ending,
    // No other journey's, and no magic one.
    amount: magicAmounts[ending] ?? `${20 + nth}.50`,
    reloads: Array.from({length: Math.floor(chance() * 3)}, () => ({
      step: pick(chance, steps),
      when: pick(chance, ['before', 'after'] as const),
    })),
    leavesAt: pick(chance, ['kyc', 'payment', 'status']),
    eager: chance() < 0.5,
  };
}

export interface Ended {
  plan: Plan;
  ended: 'completed' | 'refused' | 'resumable';
  /** Payments that the vendor made and nobody was handed: what a lost answer of the vendor's leaves behind. */
  orphans: number;
}

/** Somebody who buys in bad weather. */
class Traveller {
  readonly complaints: string[] = [];
  /** Codes of what the service said no to. */
  readonly refusals: string[] = [];
  /** Payments that the page was told of. */
  readonly payments = new Set<string>();
  readonly email: string;
  readonly #weather: Weather;
  readonly #plan: Plan;
  readonly #context: BrowserContext;
  readonly #reloads;
  readonly #deadline = Date.now() + patience;
  #buyer: WidgetBuyer;
  /** The window that opened last. */
  #popup: Page | undefined;
  #checked = false;
  #paid = false;

  private constructor(weather: Weather, plan: Plan, context: BrowserContext, page: Page) {
    this.#weather = weather;
    this.#plan = plan;
    this.#context = context;
    this.#reloads = [...plan.reloads];
    this.email = `${plan.tag}${plan.ending === 'identity' ? '+reject' : ''}@example.com`;
    this.#buyer = this.#at(page);
  }

  static async arrive(weather: Weather, plan: Plan, context: BrowserContext): Promise<Traveller> {
    const traveller = new Traveller(weather, plan, context, await context.newPage());
    await context.exposeFunction('weatherHeard', (type: string, {code, paymentId}: Record<string, string>) => {
      if (type === 'cryptopocket-payment-created' && paymentId !== undefined) traveller.payments.add(paymentId);
      const silent = (silences as readonly (string | undefined)[]).includes(code);
      if (type === 'cryptopocket-problem' && code !== undefined && !silent) traveller.refusals.push(code);
    });
    await context.addInitScript(() => {
      const {weatherHeard} = globalThis as unknown as {weatherHeard: (type: string, detail: unknown) => void};
      for (const type of ['cryptopocket-payment-created', 'cryptopocket-problem']) {
        document.addEventListener(type, event => {
          weatherHeard(type, (event as CustomEvent).detail);
        });
      }
    });
    await traveller.#opensShop();
    return traveller;
  }

  /** From the first step to the end that is planned. */
  async travels(): Promise<Ended['ended']> {
    for (;;) {
      const step = (await this.#buyer.step()) as Step;
      if (await this.#isOver()) {
        // A page that took a purchase up was not told of its payment's creation.
        const id = await this.#buyer.widget.evaluate(element => (element as {payment?: {id: string}}).payment?.id);
        if (id !== undefined) this.payments.add(id);
        return this.#plan.ending === 'completed' ? 'completed' : 'refused';
      }
      if (await this.#reloadsIf(step, 'before')) continue;
      await this.#does(step);
      if (this.#leavesAt(step)) return this.#comesBack(step);
      if (await this.#reloadsIf(step, 'after')) continue;
      await this.#moves(step);
    }
  }

  /** What the buyer has before them. */
  text(): Promise<string> {
    return this.#buyer.widget.locator('[data-step]').first().innerText({timeout: 1000});
  }

  /** At the planned step, or after it: the identity check is no step of somebody whose identity is known. */
  #leavesAt(step: Step): boolean {
    const {ending, leavesAt} = this.#plan;
    return ending === 'left' && steps.indexOf(step) >= steps.indexOf(leavesAt);
  }

  #at(page: Page): WidgetBuyer {
    page.on('popup', popup => (this.#popup = popup));
    page.on('pageerror', error => this.complaints.push(error.stack ?? error.message));
    page.on('console', message => {
      // Every browser says so of an answer that it did not get.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.complaints.push(message.text());
      }
    });
    return new WidgetBuyer(page, this.#weather.sandbox);
  }

  async #opensShop(): Promise<void> {
    const {amount, flow, method, tag} = this.#plan;
    const query = new URLSearchParams({amount, flow, 'payment-type': method, 'external-id': tag});
    await this.#buyer.page.goto(`${this.#weather.shop}/?${String(query)}`);
  }

  get #words(): Locator | undefined {
    const words = endings[this.#plan.ending];
    return words && this.#buyer.widget.getByText(words).first();
  }

  async #isOver(): Promise<boolean> {
    return (await this.#words?.isVisible()) ?? false;
  }

  async #does(step: Step): Promise<void> {
    const {page, widget} = this.#buyer;
    const {flow, method} = this.#plan;
    switch (step) {
      case 'amount':
        // A moment after the page it is known whether a purchase was stored.
        if (await this.#offers(step, widget.locator('[part~=receives]'))) await this.#buyer.confirmsAmount();
        return;
      case 'customer':
        return this.#buyer.introduces(this.email, 'Ada Byron');
      case 'code':
        return this.#buyer.provesMailbox(this.email);
      case 'kyc': {
        const door = widget.locator('cryptopocket-kyc-step [part~=button]').first();
        if (this.#checked || !(await this.#offers(step, door))) return;
        await passIdentityCheck(await this.#opens(door));
        this.#checked = true;
        return;
      }
      case 'payment': {
        const pay = widget.locator('[data-step] [part~=button][aria-disabled=false]');
        if (!(await this.#offers(step, pay))) return;
        const wallet = page.getByLabel('Your wallet address');
        if (flow === 'direct' && (await wallet.isEditable())) await wallet.fill(testWallet);
        return pay.click();
      }
      case 'status':
        // Whoever leaves here has yet to pay: a purchase that has ended is not kept.
        if (this.#plan.ending === 'left' || this.#paid || (flow === 'direct' && method === 'transfer')) return;
        await this.#pays(page.getByRole('button', {name: /payment page/i}));
        this.#paid = true;
    }
  }

  /** Waits until the widget has left `step`, came to the end, or was told no. */
  async #moves(step: Step): Promise<void> {
    const refused = this.refusals.length;
    for (;;) {
      const words = this.#words?.waitFor({timeout: lookAway});
      const moved = await Promise.any([this.#leaves(step, lookAway), ...(words ? [words] : [])]).then(
        () => true,
        () => false,
      );
      this.#mindsRefusals();
      if (moved || this.refusals.length > refused) return;
      assert.ok(Date.now() < this.#deadline, 'the buyer is stuck');
      if (this.#plan.eager) await this.#buyer.page.evaluate(() => dispatchEvent(new Event('focus')));
    }
  }

  /** Nothing is refused but what the plan has refused. */
  #mindsRefusals(): void {
    const expected = this.#plan.ending === 'limit' ? ['limit_exceeded'] : [];
    for (const code of this.refusals) assert.ok(expected.includes(code), `refused for no reason: ${code}`);
  }

  async #reloadsIf(step: Step, when: 'before' | 'after'): Promise<boolean> {
    const next = this.#reloads.findIndex(reload => reload.step === step && reload.when === when);
    if (next < 0) return false;
    this.#reloads.splice(next, 1);
    await this.#buyer.page.reload();
    return true;
  }

  /** Leaves for good, it seems; and finds the purchase in another tab, no less far than it was. */
  async #comesBack(left: Step): Promise<'resumable'> {
    const {page} = this.#buyer;
    this.#buyer = this.#at(await this.#context.newPage());
    await page.close();
    await this.#opensShop();
    await this.#buyer.stepIs(...steps.slice(steps.indexOf(left)));
    return 'resumable';
  }

  async #leaves(step: Step, timeout?: number): Promise<false> {
    const {page, widget} = this.#buyer;
    await page.waitForFunction(
      ([element, before]) => (element as unknown as {step: string}).step !== before,
      [await widget.elementHandle(), step] as const,
      timeout === undefined ? {} : {timeout},
    );
    return false;
  }

  /** Waits for what `step` offers to the buyer; false where it is left before. */
  #offers(step: Step, what: Locator): Promise<boolean> {
    return Promise.any([what.waitFor().then(() => true), this.#leaves(step)]);
  }

  async #opens(door: Locator): Promise<Page> {
    const [hosted] = await Promise.all([this.#buyer.page.waitForEvent('popup'), door.click()]);
    await hosted.waitForURL(url => url.origin === this.#weather.sandbox.origin);
    return hosted;
  }

  async #pays(door: Locator): Promise<void> {
    const {flow, method} = this.#plan;
    const {origin} = this.#weather.sandbox;
    // The window of the buyer's own click has been sent on by now, unless a reload closed it.
    const open = this.#popup?.url().startsWith(origin) && !this.#popup.isClosed() ? this.#popup : undefined;
    const gateway = open?.url().includes('/payment/') ? open : await this.#opens(door);
    if (flow === 'guided') {
      await gateway.getByLabel(/wallet/i).fill(testWallet);
      await gateway.locator(`[name=method][value=${method}]`).check();
    }
    await gateway.getByRole('button', {name: /^pay/i}).click();
    await gateway.locator('fieldset').waitFor({state: 'detached'});
    if (method !== 'card') {
      const confirm = gateway.getByRole('button', {name: method === 'psd2' ? /^approve/i : /^i have sent it/i});
      await confirm.click();
      await confirm.waitFor({state: 'detached'});
    }
    await gateway.close();
  }
}

/** A customer of the vendor's before this journey, whose identity is known. */
async function register({sandbox}: Weather, email: string): Promise<void> {
  const api = `${sandbox.origin}/api`;
  const headers = {'content-type': 'application/json'};
  const post = async (path: string, json: object, auth = '') => {
    const answer = await fetch(api + path, {method: 'POST', headers: {...headers, auth}, body: JSON.stringify(json)});
    return ((await answer.json()) as {data: {token: string; id: number}}).data;
  };
  const {token} = await post('/authenticate', {api_key: 'sandbox-key', api_secret: 'sandbox-secret'});
  const {id} = await post('/registerUser', {name: 'Ada Byron', email}, token);
  await sandbox.decideCustomer(id, 'valid');
}

/** What the vendor has of a journey has to be what its buyer knows. Answers how many payments nobody knows. */
async function settle(weather: Weather, {tag, flow, method}: Plan, ended: Ended['ended'], buyer: Traveller) {
  const {customers, payments} = await weather.sandbox.state();
  const who = customers.find(({email}) => email === buyer.email);
  const made = payments.filter(payment => payment.external_id === tag);
  const own = payments.filter(payment => String(payment.user_id) === String(who?.id ?? ''));
  assert.equal(own.length, made.length, 'a payment of this buyer’s has no reference of theirs');
  assert.ok(buyer.payments.size <= 1, `the buyer was handed ${[...buyer.payments].join(' and ')}`);
  const [known] = buyer.payments;
  const orphans = made.filter(({id}) => id !== known);
  if (ended === 'completed') {
    assert.equal(made.find(({id}) => id === known)?.status, 'coins_sent', 'the buyer’s payment');
  }
  // A transfer arrives by itself in the sandbox; nothing else is paid that the buyer was not handed.
  const unattended = flow === 'direct' && method === 'transfer';
  for (const {status} of orphans) assert.ok(unattended || ended === 'resumable' || status === 'started', status);
  const lost = weather.of(tag).filter(({way, route}) => way === 'vendor' && /create/.test(route));
  // Somebody who left may not have been told yet.
  const untold = ended === 'resumable' && known === undefined ? 1 : 0;
  assert.ok(orphans.length <= lost.length + untold, `${orphans.length} payments too many`);
  return orphans.length;
}

/** Somebody's journey from the first click to its end; rejects where it ends in no way that it may. */
export async function travel(weather: Weather, browser: Browser, plan: Plan): Promise<Ended> {
  const context = await browser.newContext({locale: 'en-GB', extraHTTPHeaders: {'x-journey': plan.tag}});
  context.setDefaultTimeout(45_000);
  if (!Object.values(magicAmounts).includes(plan.amount)) weather.owns(plan.tag, plan.amount);
  if (plan.customer === 'known') await register(weather, `${plan.tag}@example.com`);
  let traveller: Traveller | undefined;
  try {
    traveller = await Traveller.arrive(weather, plan, context);
    const ended = await traveller.travels();
    const orphans = await settle(weather, plan, ended, traveller);
    assert.deepEqual(traveller.complaints, []);
    return {plan, ended, orphans};
  } catch (cause) {
    const seen = await traveller?.text().catch(() => '');
    const weatherOf = weather.of(plan.tag).map(({way, route, nth, kind}) => `${way} ${route} #${nth}: ${kind}`);
    const told = [JSON.stringify(plan), `on screen: ${seen ?? ''}`, ...weatherOf, ...(traveller?.complaints ?? [])];
    throw new Error(`${plan.tag} of seed ${weather.seed} ended wrongly\n${told.join('\n')}`, {cause});
  } finally {
    await context.close();
  }
}
