import assert from 'node:assert/strict';
import {mock} from 'node:test';
import type {Identification, PaymentCreated, PaymentRequest, Session} from '../../src/contract/api.js';
import type {Order} from '../../src/contract/asset.js';
import type {Backend} from '../../src/contract/backend.js';
import type {KycStatus} from '../../src/contract/kyc.js';
import {isFinal, type Payment, type PaymentStatus} from '../../src/contract/payment.js';
import {isWorse} from '../../src/contract/price-change.js';
import {isRefusal, type Problem, type ProblemCode} from '../../src/contract/problem.js';
import type {Quote} from '../../src/contract/quote.js';
import {stepOf, type StepDefinition, type StepTable} from '../../src/machine/step.js';
import {BuyController} from '../../src/machine/controller.js';
import type {EffectResult, BuyEvent, Action} from '../../src/machine/events.js';
import {serialize, deserialize} from '../../src/machine/persistence.js';
import {endsIdentity, hasLivePayment, isPayable, earlierPurchaseOf} from '../../src/machine/leave.js';
import {steps} from '../../src/machine/steps/index.js';
import {runEffect} from '../../src/machine/run-effect.js';
import {isDeferrable, isSameRequest, type AdapterRequest} from '../../src/machine/effects.js';
import {pendingEffect} from '../../src/machine/reducer.js';
import {emptyDraft, start, type BuyState, type Purchase} from '../../src/machine/state.js';
import {isActiveInOtherTab, purchaseKeyOf} from '../../src/machine/state.js';

/** Everything that a purchase asks of others. */
export interface Service extends Backend {
  quote(order: Order, signal: AbortSignal): Promise<Quote>;
}

/** A call that is on its way. */
interface Held {
  request: AdapterRequest;
  signal: AbortSignal;
  /** Has the service do its part, and tells the page what came of it; or the silence, in which that is lost. */
  settle(how: 'answered' | 'lost' | 'never arrived', silence?: unknown): void;
}

const hour = 60 * 60 * 1000;
export const day = 24 * hour;

/** Lets what is resolved reach whoever awaits it. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

/** What the page asks for. */
const wish = '';
export const order: Order = {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card'};

/** One errand of the buyer's: from an empty page, or their own wish to begin anew, to coins. */
interface Errand {
  /** Payments that came of it. */
  payments: Set<string>;
}

export type Take = <T>(from: readonly [T, ...T[]]) => T;

function refused(code: ProblemCode, details?: Problem['details']): never {
  throw Object.assign(new Error(code), {code, details});
}

interface Known {
  purchase: string;
  identified: Identification;
  payment?: string;
  mintedAt: number;
}

/**
 * An adapter that answers whatever one may answer, and keeps a real one's promises: a key is one payment, a token is good
 * for a day, what is over stays over, and a no to a payment says that there is none.
 */
export class FakeAdapter {
  /** Picks among what may be answered; the first is what is hoped for. */
  take: Take = ([first]) => first;
  /** Coins per euro, in hundredths. */
  price = 107;
  readonly payments = new Map<string, {fingerprint: string; payment: Payment}>();
  /** Keys under which something else was created than was asked for. */
  readonly #mismatched = new Set<string>();
  readonly #resumes = new Map<string, Known>();
  readonly #ofPurchase = new Map<string, string>();
  #minted = 0;

  constructor(
    readonly now: () => number,
    readonly onPayment: (key: string, id: string) => void,
  ) {}

  /** The calls of one page, which holds one session. */
  service(): Service {
    let session: Known | undefined;
    const mint = (request: Omit<Known, 'mintedAt'>, signal: AbortSignal): Session => {
      const resume = `resume-${++this.#minted}`;
      // Only whoever is known learns of the payment that came of the purchase.
      const paid = request.payment ?? this.#ofPurchase.get(request.purchase);
      const known = request.identified === 'customer' && paid !== undefined ? {...request, payment: paid} : request;
      const minted = {...known, mintedAt: this.now()};
      this.#resumes.set(resume, minted);
      // A page that gave up the call never learns of its session.
      if (!signal.aborted) session = minted;
      const {identified, payment} = known;
      const following = payment === undefined ? {} : {payment};
      return {token: 'token', expiresIn: 900, resume, guest: 'code', identified, ...following};
    };
    const mine = (): Known => session ?? refused('session_expired');
    const fails = (...codes: ProblemCode[]) => {
      const code = this.take<ProblemCode | undefined>([undefined, undefined, undefined, ...codes]);
      if (code !== undefined) refused(code);
    };
    return {
      quote: async ordered => {
        fails('amount_too_low', 'asset_not_supported', 'rate_limited', 'limit_exceeded');
        const lifetime = this.take([60_000, 60_000, 1000, 0]);
        return {...ordered, receives: this.#receives(ordered), expiresAt: this.now() + lifetime};
      },
      session: async (resume, signal) => {
        if (resume === undefined) {
          fails('origin_not_allowed', 'rate_limited');
          const identified = this.take<Identification>(['no', 'email', 'customer']);
          return mint({purchase: `purchase-${++this.#minted}`, identified}, signal);
        }
        const known = this.#resumes.get(resume);
        if (!known || this.now() - known.mintedAt >= day) refused('resume_expired');
        return mint(known, signal);
      },
      customer: async ({email}, signal) => {
        const known = mine();
        fails('name_invalid', 'rate_limited');
        if (email === undefined && known.identified === 'no') refused('email_invalid');
        if (known.identified !== 'no') return mint({...known, identified: 'customer'}, signal);
        fails('email_invalid', 'email_not_allowed', 'customer_exists');
        const answer = this.take(['code', 'code', 'registered']);
        return answer === 'code' ? {verification: 'sent'} : mint({...known, identified: 'customer'}, signal);
      },
      verify: async (_email, _code, signal) => {
        const known = mine();
        fails('code_wrong', 'code_expired', 'customer_banned');
        return mint({...known, identified: 'customer'}, signal);
      },
      kyc: async () => {
        if (mine().identified !== 'customer') refused('customer_required');
        fails('customer_banned', 'customer_unknown');
        const kyc = this.take<KycStatus>(['approved', 'required', 'in_review', 'rejected']);
        const link = this.take([{kycUrl: 'https://kyc.test/1'}, {}]);
        return {kyc, ...(kyc === 'required' ? link : {})};
      },
      pay: async (request, key) => this.#pay(mine(), request, key),
      payment: async id => {
        if (mine().identified !== 'customer') refused('not_found');
        fails('not_found', 'bad_answer');
        const found = [...this.payments.values()].find(({payment}) => payment.id === id);
        if (!found) refused('not_found');
        if (!isFinal(found.payment.status)) {
          const status = this.take<PaymentStatus>([
            'completed',
            'created',
            'bank_pending',
            'payment_received',
            'unknown',
            'failed',
          ]);
          const shown = {...found.payment};
          delete shown.gatewayUrl;
          found.payment = this.take([
            {...found.payment, status},
            {...shown, status},
          ]);
        }
        return found.payment;
      },
      handOver: () => refused('not_found'),
    };
  }

  #receives({amount}: Order): string {
    return String(Math.round(Number(amount) * this.price) / 100);
  }

  #pay(session: Known, request: PaymentRequest, key: string): PaymentCreated {
    if (session.identified !== 'customer') refused('customer_required');
    const {receives, ...rest} = request;
    const fingerprint = JSON.stringify(rest);
    const before = this.payments.get(key);
    if (before && before.fingerprint !== fingerprint) refused('idempotency_key_reused');
    if (session.payment !== undefined && before?.payment.id !== session.payment) refused('customer_required');
    if (this.#mismatched.has(key)) refused('amount_mismatch');
    if (before) return this.#created(session, before.payment);
    if (isWorse(this.#receives(request), receives)) refused('quote_changed');
    const no = this.take<ProblemCode | undefined>([
      undefined,
      undefined,
      undefined,
      'kyc_required',
      'enhanced_verification_required',
      'kyc_rejected',
      'limit_exceeded',
      'amount_too_low',
      'amount_too_high',
      'customer_banned',
      'customer_unknown',
      'payment_method_not_allowed',
      'payment_provider_failed',
      'payment_refused',
      'wallet_invalid',
      'amount_mismatch',
    ]);
    if (no === 'amount_mismatch') this.#mismatched.add(key);
    if (no !== undefined) {
      const hasPage = no === 'kyc_required' || no === 'enhanced_verification_required';
      refused(no, hasPage ? this.take([{url: 'https://kyc.test/more'}, undefined]) : undefined);
    }
    const id = `p-${this.payments.size + 1}`;
    const payment: Payment = {
      id,
      status: 'created',
      amount: request.amount,
      asset: request.asset,
      gatewayUrl: `https://pay.test/${id}`,
    };
    this.payments.set(key, {fingerprint, payment});
    this.#ofPurchase.set(session.purchase, id);
    this.onPayment(key, id);
    return this.#created(session, payment);
  }

  #created(session: Known, payment: Payment): PaymentCreated {
    const resume = `resume-${++this.#minted}`;
    this.#resumes.set(resume, {...session, payment: payment.id, mintedAt: this.now()});
    return {payment, resume};
  }
}

/** A page with the widget. */
export class Tab {
  controller: BuyController;
  /** What is in the tab's own storage. */
  stored = '';
  visible = true;
  attached = true;
  errand: Errand = {payments: new Set()};
  /** Whether what is in the device's storage is this tab's. */
  ownsDevice = false;
  shared: Purchase | undefined;
  service: Service;
  constructor(
    readonly world: World,
    initial: BuyState,
  ) {
    this.service = world.newService();
    this.controller = this.#run(initial);
  }

  get state(): BuyState {
    return this.controller.state;
  }

  #run(initial: BuyState): BuyController {
    const {world} = this;
    const watched = Object.entries(steps).map(([name, step]) => {
      const reduce = (before: BuyState, event: BuyEvent): BuyState => {
        const after = (step as StepDefinition).reduce(before, event);
        world.watching(() => {
          checkMove(before, event, after, world.now());
        });
        if (leavesErrand(before, event, after) || endsErrand(before, event)) {
          this.errand = {payments: new Set()};
          if (after.step === 'amount' && after.confirmed) world.errands.set(after.confirmed.key, this.errand);
        }
        return after;
      };
      return [name, {...step, reduce}];
    });
    const controller: BuyController = new BuyController({
      initial,
      steps: Object.fromEntries(watched) as StepTable,
      clock: () => world.now(),
      random: () => 0.5,
      runEffect: (request, signal) => world.hold(this, request, signal),
      onChange: (after, before) => {
        world.onChange(this, controller, after, before);
      },
    });
    return controller;
  }

  start(): void {
    this.controller.setVisible(this.visible);
    this.world.store(this, this.state);
    if (this.attached) this.controller.start();
  }

  /** The page is loaded again: all that is left is what was stored, and the service knows a new page. */
  reload(): void {
    const before = this.state;
    this.controller.stop();
    this.world.letGo(this);
    const restored = deserialize(this.stored, wish, this.world.now());
    checkReload(before, restored);
    this.service = this.world.newService();
    this.shared = restored?.step === 'resuming' ? this.world.onDevice() : undefined;
    this.ownsDevice = false;
    if (!restored) this.errand = {payments: new Set()};
    this.controller = this.#run(restored ?? start(order));
    this.start();
  }

  send(deed: Action): void {
    this.controller.send(deed);
  }
}

/** The buyer begins another purchase, or somebody else does. */
function leavesErrand(before: BuyState, event: BuyEvent, after: BuyState): boolean {
  if (before.step === 'amount') return event.type === 'restarted';
  return after.step === 'amount' && ['restarted', 'buyerChanged', 'leaveConfirmed'].includes(event.type);
}

/** The service said that the purchase is over, or that its customer is nobody's, and the buyer begins another one. */
function endsErrand(before: BuyState, event: BuyEvent): boolean {
  const over: readonly ProblemCode[] = ['resume_expired', 'customer_unknown'];
  return event.type === 'callFailed' && over.includes(event.problem.code) && before.step !== 'status';
}

/** One buyer, their tabs, their device, the time, and a service. */
export class World {
  readonly tabs: Tab[] = [];
  readonly held: Held[] = [];
  device: string | undefined;
  /** Whether the buyer chooses method and wallet here. */
  direct = false;
  /** Milliseconds by which the device's clock is off. */
  skew = 0;
  readonly newService: () => Service;
  readonly errands = new Map<string, Errand>();
  readonly #leaders = new Map<string, Tab>();
  #broken: Error | undefined;
  #keys = 0;

  constructor(newService: (world: World) => () => Service) {
    this.newService = newService(this);
    this.tabs.push(new Tab(this, start(order)));
    this.tabs[0]?.start();
  }

  now(): number {
    return Date.now() + this.skew;
  }

  freshKey(tab: Tab): string {
    const key = `key-${++this.#keys}`;
    this.errands.set(key, tab.errand);
    return key;
  }

  /** A payment came about: the only one of its errand. */
  paid(key: string, id: string): void {
    const errand = this.errands.get(key);
    errand?.payments.add(id);
    this.watching(() => {
      assert.ok(errand, 'a payment under a key that nobody agreed to');
      assert.ok(errand.payments.size <= 1, `two payments of one errand: ${[...errand.payments].join(', ')}`);
    });
  }

  hold(tab: Tab, request: AdapterRequest, signal: AbortSignal): Promise<EffectResult> {
    const {service} = tab;
    return new Promise((resolve, reject) => {
      const work = (): Promise<EffectResult> =>
        request.effect === 'quote'
          ? service.quote(request.order, signal).then(quote => ({type: 'quoteArrived', request, quote}))
          : runEffect(service, request, signal).then(answer =>
              answer.type === 'sessionStarted' ? {...answer, shared: tab.shared} : answer,
            );
      const held: Held = {
        request,
        signal,
        settle: (how, silence) => {
          this.held.splice(this.held.indexOf(held), 1);
          if (how === 'never arrived') {
            reject(asError(silence));
            return;
          }
          const working = work();
          if (how === 'answered') working.then(resolve, reject);
          else {
            const lose = () => {
              reject(asError(silence));
            };
            working.then(lose, lose);
          }
        },
      };
      this.held.push(held);
    });
  }

  onChange(tab: Tab, controller: BuyController, after: BuyState, before: BuyState): void {
    // A page that was left no longer stores anything.
    if (tab.controller !== controller) return;
    this.store(tab, after, before);
  }

  store(tab: Tab, after: BuyState, before?: BuyState): void {
    const taken = before?.step === 'resuming' && !isActiveInOtherTab(before) && after.step !== 'resuming';
    if (taken) tab.ownsDevice = true;
    if (isActiveInOtherTab(after)) tab.ownsDevice = false;
    else if (before && isActiveInOtherTab(before)) {
      tab.shared = this.onDevice();
      // Whoever confirms an amount takes the purchase over that they had set aside.
      this.#takeLead(tab);
    }
    if (after.step !== 'resuming' && after.step !== 'amount') tab.shared = undefined;
    const kept = serialize(after, wish, this.now());
    this.watching(() => {
      for (const secret of [email, name])
        assert.ok(!kept.persistent?.includes(secret), 'the device knows who the buyer is');
    });
    tab.stored = kept.session;
    if (kept.persistent === undefined && !tab.ownsDevice) return;
    tab.ownsDevice = kept.persistent !== undefined;
    this.device = kept.persistent;
  }

  /** Of tabs at the same purchase, the first goes on; the others know that they do not. */
  lead(): void {
    for (const [key, leader] of [...this.#leaders]) {
      if (!this.tabs.includes(leader) || purchaseKeyOf(leader.state) !== key || !leader.attached)
        this.#leaders.delete(key);
    }
    for (const tab of this.tabs) {
      const key = purchaseKeyOf(tab.state);
      if (key === undefined || !tab.attached) continue;
      const leader = this.#leaders.get(key) ?? tab;
      this.#leaders.set(key, leader);
      if (leader === tab && isActiveInOtherTab(tab.state)) tab.send({type: 'leadershipAcquired'});
      if (leader !== tab && !isActiveInOtherTab(tab.state)) tab.send({type: 'leadershipLost'});
    }
  }

  /** The buyer wants to go on in `tab`. */
  takeOver(tab: Tab): void {
    const key = this.#takeLead(tab);
    // First the one that loses it, as it is told before the other may begin.
    for (const other of this.tabs)
      if (other !== tab && purchaseKeyOf(other.state) === key && key !== undefined)
        other.send({type: 'leadershipLost'});
    this.lead();
  }

  #takeLead(tab: Tab): string | undefined {
    const key = purchaseKeyOf(tab.state);
    if (key !== undefined && tab.attached) this.#leaders.set(key, tab);
    return key;
  }

  letGo(tab: Tab): void {
    for (const [key, leader] of [...this.#leaders]) if (leader === tab) this.#leaders.delete(key);
  }

  /** Another tab of the same page, which finds what the device has; or what the first tab has, which it is a copy of. */
  open(how: 'open' | 'duplicate'): void {
    if (this.tabs.length > 1) return;
    const stored = how === 'duplicate' ? this.tabs[0]?.stored : this.device;
    const found = deserialize(stored ?? '', wish, this.now());
    const tab = new Tab(this, found ?? start(order));
    const key = purchaseKeyOf(tab.state);
    tab.errand = (key === undefined ? undefined : this.errands.get(key)) ?? tab.errand;
    if (found?.step === 'resuming') tab.shared = this.onDevice();
    this.tabs.push(tab);
    tab.start();
  }

  /** How the purchase was left that the device keeps. */
  onDevice(): Purchase | undefined {
    const kept = deserialize(this.device ?? '', wish, this.now());
    return kept?.step === 'resuming' ? kept.purchase : undefined;
  }

  close(): void {
    const tab = this.tabs.length > 1 ? this.tabs.pop() : undefined;
    if (!tab) return;
    tab.controller.stop();
    this.letGo(tab);
  }

  async pass(ms: number): Promise<void> {
    await settled();
    mock.timers.tick(ms);
    await settled();
  }

  end(): void {
    for (const tab of this.tabs) tab.controller.stop();
  }

  /** Looks on where the page would swallow what is thrown, or break over it; `check` tells. */
  watching(look: () => void): void {
    try {
      look();
    } catch (broken) {
      this.#broken ??= asError(broken);
    }
  }

  /** What has to hold whenever nothing is on its way inside the page. */
  check(): void {
    if (this.#broken) throw this.#broken;
    const leading = this.tabs.filter(
      ({state, attached}) => attached && purchaseKeyOf(state) !== undefined && !isActiveInOtherTab(state),
    );
    const keys = leading.map(({state}) => purchaseKeyOf(state));
    assert.equal(new Set(keys).size, keys.length, 'two tabs are at the same purchase');
    for (const tab of this.tabs) {
      const question = pendingEffect(steps, tab.state);
      assert.ok(
        question || !stepOf(steps, tab.state)?.isBusy(tab.state),
        `the buyer waits for nothing at ${tab.state.step}`,
      );
      assert.ok(question || isBuyersTurn(tab.state), `nothing is asked and nobody is to act at ${tab.state.step}`);
      const live = this.held.filter(({signal}) => !signal.aborted);
      if (!question || question.effect === 'expiry' || question.pause > 0) continue;
      const isAsked = live.some(({request}) => isSameRequest(request, question));
      const mayAsk = tab.attached && (tab.visible || !isDeferrable(question));
      assert.ok(isAsked || !mayAsk, `${question.effect} is wanted, but not asked`);
    }
    const allowed = this.tabs.filter(({attached}) => attached).length;
    const live = this.held.filter(({signal}) => !signal.aborted);
    assert.ok(live.length <= allowed, 'more is asked than there are pages');
    if (this.tabs.every(({visible}) => !visible))
      assert.ok(
        live.every(({request}) => !isDeferrable(request)),
        'asked by a page that nobody sees',
      );
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : Object.assign(new Error('silence'), {code: thrown});
}

/** Whether something on screen is for the buyer to do or to read, and nothing else. */
function isBuyersTurn(state: BuyState): boolean {
  switch (state.step) {
    case 'amount':
      return state.refused || state.order.amount === '' || state.order.asset === '';
    case 'resuming':
      return state.activeInOtherTab === true;
    case 'customer':
      return !state.sending;
    case 'code':
      return state.code === undefined && state.resend !== 'asked';
    case 'kyc':
      return state.customer?.kyc === 'rejected' || (state.forcedByVendor && state.customer?.kycUrl !== undefined);
    case 'enhanced':
      return true;
    case 'payment':
      return false;
    case 'status':
      return state.problem !== undefined || (state.payment !== undefined && isFinal(state.payment.status));
  }
}

export const email = 'ada@example.org';
export const name = 'Ada Lovelace';

/** What has to hold of every move, whoever made it. */
function checkMove(before: BuyState, event: BuyEvent, after: BuyState, now: number): void {
  if (event.type === 'callFailed' && !isRefusal(event.problem.code)) {
    assert.equal(after.step, before.step, `a silence ended ${before.step}`);
    assert.deepEqual(purchaseOf(after), purchaseOf(before), 'a silence changed the purchase');
  }
  if (after.step === 'payment' && after.creating && !(before.step === 'payment' && before.creating)) {
    assert.equal(event.type, 'paymentConfirmed', 'a payment was asked for without the buyer');
    assert.ok(after.quote && after.quote.expiresAt > now, 'an expired price was agreed to');
    assert.deepEqual(after.purchase.acceptedQuote, after.quote, 'another price than the one on screen was agreed to');
  }
  if (after.step === 'amount' && after.confirmed && !(before.step === 'amount' && before.confirmed)) {
    if (event.type === 'confirmed') {
      assert.ok(after.quote && after.quote.expiresAt > now, 'an expired price was confirmed');
    } else {
      const pressed = before.step === 'amount' && before.pending !== undefined;
      assert.ok(event.type === 'quoteArrived' && pressed, 'an order was confirmed without the buyer');
      assert.ok(!before.quote || !isWorse(event.quote.receives, before.quote.receives), 'a worse price was confirmed');
    }
  }
  if (before.step !== 'amount' && after.step !== 'amount') {
    assert.equal(after.purchase.key, before.purchase.key, 'another key within one purchase');
    assert.notEqual(after.purchase.resume, '', 'a purchase that cannot be resumed');
  }
  if (before.step === 'payment' && before.creating && after.step === 'payment' && after.creating) {
    const [request, still] = [stepOf(steps, before)?.effect(before), stepOf(steps, after)?.effect(after)];
    assert.deepEqual(still, request, 'what is asked for changed while it may exist already');
  }
  if (after.step === 'status' && before.step !== 'status') {
    assert.ok(event.type === 'paymentCreated' || event.type === 'sessionStarted', `${event.type} made a payment`);
  }
  const wasCompleted = before.step === 'status' && before.payment?.status === 'completed';
  const isCompleted = after.step === 'status' && after.payment?.status === 'completed';
  if (isCompleted && !wasCompleted) {
    const told =
      event.type === 'paymentArrived'
        ? event.payment
        : event.type === 'paymentCreated'
          ? event.created.payment
          : undefined;
    assert.equal(told?.status, 'completed', `${event.type} completed a payment`);
  }
  if (before.step === 'status') {
    assert.ok(
      after.step === 'status' || ['restarted', 'buyerChanged', 'leaveConfirmed', 'leadershipLost'].includes(event.type),
      `a payment was left by ${event.type}`,
    );
    if (after.step === 'status') assert.equal(after.id, before.id, 'another payment');
    if (after.step === 'status' && before.payment && isFinal(before.payment.status)) {
      assert.deepEqual(after.payment, before.payment, 'what was over went on');
    }
  }
  if (after.step === 'payment' && before.step === 'enhanced') assert.equal(event.type, 'enhancedVerificationDone');
  if (before.step !== 'amount' && leavesErrand(before, event, after) && hasLivePayment(before)) {
    // Another payment may follow: nobody comes to that unknowingly.
    if (isPayable(before)) assert.equal(event.type, 'leaveConfirmed', 'a payment that may be paid was left unasked');
    if (event.type === 'leaveConfirmed') assert.ok(before.leaving, 'the buyer was not asked');
    if (!endsIdentity(before, event, after))
      assert.equal(
        earlierPurchaseOf(before)?.purchase.key,
        before.purchase.key,
        'a payment was left that nobody follows',
      );
  }
  if (
    before.step === 'customer' &&
    after.step !== 'customer' &&
    ![
      'amountEditRequested',
      'lockedOrderChanged',
      'restarted',
      'buyerChanged',
      'leaveConfirmed',
      'leadershipLost',
    ].includes(event.type)
  ) {
    assert.ok(before.sending, `the buyer said nothing about themselves, and ${event.type} led on`);
  }
  if (before.step === 'code' && after.step === 'kyc') {
    // Where the answer to a code was lost, the wish for another one finds the mailbox proven.
    assert.ok(before.code !== undefined || before.resend === 'asked', 'the mailbox was proven by nothing');
  }
}

function purchaseOf(state: BuyState): Purchase | undefined {
  return state.step === 'amount' ? undefined : state.purchase;
}

/** The page that is loaded again finds what was there: the purchase in the same words, and what was typed. */
function checkReload(before: BuyState, restored: BuyState | undefined): void {
  if (!restored) return;
  const bare = (value: unknown): unknown => (value === undefined ? value : JSON.parse(JSON.stringify(value)));
  if (before.step === 'amount') {
    assert.ok(restored.step === 'amount');
    assert.deepEqual(bare(restored.suspended), bare(before.suspended));
    assert.deepEqual(restored.order, before.order);
    assert.deepEqual(bare(restored.draft), bare(before.draft), 'what was typed is gone');
    assert.equal(restored.wallet, before.wallet, 'the wallet that was typed is gone');
    return;
  }
  assert.ok(restored.step === 'resuming', 'a purchase was forgotten');
  assert.deepEqual(bare(restored.purchase), bare(before.purchase), 'another purchase came back');
  if ('draft' in before) assert.deepEqual(bare(restored.draft), bare(before.draft), 'what was typed is gone');
}

/** What a buyer who wants to go on does in `tab`; nothing where there is nothing but to wait. */
export function onward(tab: Tab): Action | undefined {
  const {state, world} = tab;
  const now = world.now();
  switch (state.step) {
    case 'amount': {
      if (state.confirmed) return undefined;
      if (state.refused || state.order.amount === '') {
        return {type: 'orderChanged', order: {...order, amount: state.order.amount === '100.00' ? '150.00' : '100.00'}};
      }
      if (!state.quote || state.expired) return undefined;
      const wallet = world.direct ? {wallet: ''} : {};
      return {type: 'confirmed', key: world.freshKey(tab), now, draft: emptyDraft, ...wallet};
    }
    case 'resuming':
      return undefined;
    case 'customer':
      return {type: 'customerEntered', email, name};
    case 'code':
      return state.problem?.code === 'code_expired'
        ? {type: 'codeRequested'}
        : {type: 'codeEntered', code: state.refused === '123456' ? '123457' : '123456'};
    case 'kyc':
      if (state.popup !== 'none') return {type: 'returned'};
      return state.customer?.kycUrl === undefined ? undefined : {type: 'hostedPageOpened', opened: 'opened'};
    case 'enhanced':
      return {type: 'enhancedVerificationDone'};
    case 'payment':
      if (state.problem?.code === 'amount_mismatch') return {type: 'amountEditRequested'};
      return state.creating || !state.quote || state.expired
        ? undefined
        : {type: 'paymentConfirmed', opened: 'opened', now};
    case 'status':
      return state.problem === undefined ? undefined : {type: 'returned'};
  }
}

export const silences: readonly unknown[] = [
  'offline',
  'timeout',
  'busy',
  'rate_limited',
  'session_expired',
  'bad_answer',
  new TypeError('Failed to fetch'),
  new SyntaxError('Unexpected end of JSON input'),
  new DOMException('timed out', 'TimeoutError'),
  'ECONNRESET',
  7,
];
