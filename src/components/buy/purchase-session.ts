import type {HandedOver} from '../handoff/handoff.js';
import {createClient} from '../../client/client.js';
import {problemFrom} from '../../client/parse-problem-response.js';
import type {HandoverPage} from '../../contract/api.js';
import type {Backend} from '../../contract/backend.js';
import type {PaymentStatus} from '../../contract/payment.js';
import type {EffectResult, Action} from '../../machine/events.js';
import {serialize, deserialize} from '../../machine/persistence.js';
import {earlierPurchaseOf} from '../../machine/leave.js';
import {runEffect, type SessionRequest} from '../../machine/run-effect.js';
import {fresh, type BuyState, type Purchase, type ResumingState} from '../../machine/state.js';
import {isActiveInOtherTab, purchaseKeyOf} from '../../machine/state.js';
import {EarlierPurchases} from './earlier-purchases.js';
import {ForgottenPurchases} from './forgotten-purchases.js';
import {Lead} from './tab-leader.js';
import {EarlierStorage, PurchaseStorage} from './purchase-storage.js';
import {wishText, type Wish} from './order-request.js';
import {fits} from './wish-match.js';

export interface DeskOptions {
  /** The adapter's address, absolute, without a slash at the end. */
  base: string;
  /** Where the purchase is stored. */
  key: string;
  /** What the page asks for. */
  wish: Wish;
  /** BCP 47. */
  locale: () => string;
  /** Takes what happens by itself: the session was renewed, another tab is at the purchase, or is gone. */
  send: (deed: Action) => void;
  /** The purchase was removed from this device in another tab. */
  onForgotten: () => void;
  /** Purchases that the buyer left are other ones now, or stand otherwise: `moved` is the payment that does. */
  onEarlier: (moved?: {id: string; status: PaymentStatus}) => void;
}

/** What a purchase needs beyond its first price: the adapter's calls, and what of it outlives a reload. */
export class PurchaseDesk {
  readonly problemFrom = problemFrom;
  /** What the buyer left before it was over. */
  readonly earlier: EarlierPurchases;
  readonly #wish: Wish;
  readonly #storage: PurchaseStorage;
  readonly #client: Backend;
  readonly #base: string;
  readonly #lead: Lead;
  readonly #forgotten: ForgottenPurchases;
  readonly #onForgotten: () => void;
  /** Of the purchase that the widget is at, also while its order may change. */
  #purchaseKey: string | undefined;
  /** Whether the widget is on the page; else it holds no purchase. */
  #here = false;
  /** Another tab is at the purchase. */
  #elsewhere = false;
  /** It was taken up, and the adapter has yet to answer. */
  #resuming = false;
  /** How that tab left it when this one took it over, or was loaded again. */
  #shared: Purchase | undefined;

  constructor({base, key, wish, locale, send, onForgotten, onEarlier}: DeskOptions) {
    this.#base = base;
    this.#lead = new Lead({
      onLost: () => {
        send({type: 'leadershipLost'});
      },
      onGained: () => {
        send({type: 'leadershipAcquired'});
      },
    });
    this.#onForgotten = onForgotten;
    this.#forgotten = new ForgottenPurchases(key, () => {
      this.earlier.reload();
      this.checkForgotten();
    });
    this.#wish = wish;
    this.#storage = new PurchaseStorage(key);
    this.#client = createClient({
      base,
      locale,
      onResume: resume => {
        send({type: 'resumeRenewed', resume});
      },
    });
    this.earlier = new EarlierPurchases({
      storage: new EarlierStorage(key),
      connect: onResume => createClient({base, locale, onResume}),
      onChange: onEarlier,
      isVisible: () => document.visibilityState === 'visible',
    });
  }

  async runEffect(request: SessionRequest, signal: AbortSignal): Promise<EffectResult> {
    const answer = await runEffect(this.#client, request, signal);
    return answer.type === 'sessionStarted' ? {...answer, shared: this.#shared} : answer;
  }

  /** A way to go on with a page of the vendor's on another device. */
  async handOver(page: HandoverPage): Promise<HandedOver> {
    const {code, expiresIn} = await this.#client.handOver(page);
    return {url: `${this.#base}/handovers/${code}`, expiresAt: Date.now() + expiresIn * 1000};
  }

  /** The widget is on the page. */
  enter(): void {
    this.#here = true;
    this.#forgotten.start();
    this.earlier.start();
  }

  /** The widget is no longer on the page, or at another adapter. */
  leave(): void {
    this.#here = false;
    this.#forgotten.stop();
    this.#lead.follow(undefined, false);
    this.earlier.stop();
  }

  /** Follows on what the buyer leaves at `state` although it is not over. */
  followOn(state: BuyState): void {
    const left = earlierPurchaseOf(state);
    if (left) this.earlier.add(left);
  }

  /**
   * The person at the device changed: removes `purchaseKey` and the earlier purchases from this device, in every tab.
   */
  forget(purchaseKey: string | undefined): void {
    this.#forgotten.add([...(purchaseKey === undefined ? [] : [purchaseKey]), ...this.earlier.keys]);
    this.#storage.own();
    this.earlier.forget();
  }

  /** Reports whether another tab removed the purchase; a sleeping tab hears of it only when it wakes. */
  checkForgotten(): void {
    if (this.#forgotten.has(this.#purchaseKey)) this.#onForgotten();
  }

  /** Where to go on with the earlier purchase with `key`. */
  reopen(key: string): ResumingState | undefined {
    const purchase = this.earlier.find(key)?.purchase;
    return purchase && {...fresh, step: 'resuming', purchase};
  }

  store(state: BuyState): void {
    this.#purchaseKey = purchaseKeyOf(state);
    const elsewhere = isActiveInOtherTab(state);
    if (elsewhere) this.#storage.disown();
    else if (this.#elsewhere) this.#shared = this.#readShared();
    this.#elsewhere = elsewhere;
    if (state.step !== 'resuming') {
      // Until now what is stored may have been what another tab knows better.
      if (this.#resuming) this.#storage.own();
      // It has been gone on with; what is request for from now on are this tab's own words.
      if (state.step !== 'amount') this.#shared = undefined;
    }
    this.#resuming = state.step === 'resuming' && !elsewhere;
    if (this.#here) this.#lead.follow(purchaseKeyOf(state), elsewhere);
    const {session, persistent} = serialize(state, wishText(this.#wish), Date.now());
    this.#storage.save(session, persistent);
    this.earlier.update(state);
  }

  #readShared(): Purchase | undefined {
    const kept = deserialize(this.#storage.shared ?? '', wishText(this.#wish), Date.now());
    return kept?.step === 'resuming' ? kept.purchase : undefined;
  }

  /** Where to go on from `stored`, if that is what the page is about. */
  restore(stored: string): BuyState | undefined {
    const kept = deserialize(stored, wishText(this.#wish), Date.now());
    if (!kept) return undefined;
    if (this.#forgotten.has(purchaseKeyOf(kept))) {
      this.#storage.own();
      return undefined;
    }
    if (!fits(kept, this.#wish)) {
      // It may have been paid for: it is followed from now on, and not taken up again by the next page.
      this.#storage.own();
      if (kept.step === 'resuming') this.earlier.add({purchase: kept.purchase});
      return undefined;
    }
    if (kept.step === 'resuming') this.#shared = this.#readShared();
    return kept;
  }
}
