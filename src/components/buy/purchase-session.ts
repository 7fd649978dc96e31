import type {HandoffLink} from '../handoff/handoff.js';
import {createClient} from '../../client/client.js';
import {parseProblemResponse} from '../../client/parse-problem-response.js';
import type {HandoffPage} from '../../contract/api.js';
import type {Backend} from '../../contract/backend.js';
import type {PaymentStatus} from '../../contract/payment.js';
import type {EffectResult, Action} from '../../machine/events.js';
import {serialize, deserialize} from '../../machine/persistence.js';
import {earlierPurchaseOf} from '../../machine/leave.js';
import {runEffect, type SessionRequest} from '../../machine/run-effect.js';
import {
  fresh,
  isActiveInOtherTab,
  purchaseKeyOf,
  type BuyState,
  type Purchase,
  type ResumingState,
} from '../../machine/state.js';
import {EarlierPurchases} from './earlier-purchases.js';
import {ForgottenPurchases} from './forgotten-purchases.js';
import {TabLeader} from './tab-leader.js';
import {EarlierStorage, PurchaseStorage} from './purchase-storage.js';
import {fingerprintOf, type OrderRequest} from './order-request.js';
import {matchesOrderRequest} from './matches-order-request.js';

export interface PurchaseSessionOptions {
  /** The adapter's address, absolute, without a slash at the end. */
  base: string;
  /** Storage key of the purchase. */
  key: string;
  /** The order that the page requests. */
  orderRequest: OrderRequest;
  /** BCP 47. */
  locale: () => string;
  /** Receives session renewals and changes of the tab leader. */
  send: (action: Action) => void;
  /** The purchase was removed from this device in another tab. */
  onForgotten: () => void;
  /** The earlier purchases changed. `moved` is a payment with a new status. */
  onEarlier: (moved?: {id: string; status: PaymentStatus}) => void;
}

/** Backend, persistence and tab leadership of a purchase. */
export class PurchaseSession {
  readonly parseProblemResponse = parseProblemResponse;
  /** Unfinished purchases that the buyer left. */
  readonly earlier: EarlierPurchases;
  readonly #request: OrderRequest;
  readonly #storage: PurchaseStorage;
  readonly #client: Backend;
  readonly #base: string;
  readonly #leader: TabLeader;
  readonly #forgotten: ForgottenPurchases;
  readonly #onForgotten: () => void;
  /** Key of the current purchase, also while its order is being edited. */
  #purchaseKey: string | undefined;
  /** Whether the element is on the page. Otherwise it holds no lock. */
  #isConnected = false;
  /** The purchase is active in another tab. */
  #isInOtherTab = false;
  /** The purchase is being resumed and the adapter has not responded yet. */
  #isResuming = false;
  /** The persisted state when this tab took over or reloaded. */
  #shared: Purchase | undefined;

  constructor({base, key, orderRequest, locale, send, onForgotten, onEarlier}: PurchaseSessionOptions) {
    this.#base = base;
    this.#leader = new TabLeader({
      onDemoted: () => {
        send({type: 'leadershipLost'});
      },
      onPromoted: () => {
        send({type: 'leadershipAcquired'});
      },
    });
    this.#onForgotten = onForgotten;
    this.#forgotten = new ForgottenPurchases(key, () => {
      this.earlier.reload();
      this.checkForgotten();
    });
    this.#request = orderRequest;
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

  /** Creates a link to continue on a vendor page on another device. */
  async createHandoff(page: HandoffPage): Promise<HandoffLink> {
    const {code, expiresIn} = await this.#client.createHandoff(page);
    return {url: `${this.#base}/handovers/${code}`, expiresAt: Date.now() + expiresIn * 1000};
  }

  /** Call when the element is connected. */
  enter(): void {
    this.#isConnected = true;
    this.#forgotten.start();
    this.earlier.start();
  }

  /** Call when the element is disconnected or uses another adapter. */
  leave(): void {
    this.#isConnected = false;
    this.#forgotten.stop();
    this.#leader.track(undefined, false);
    this.earlier.stop();
  }

  /** Keeps tracking the unfinished purchase in `state` after the buyer leaves it. */
  trackEarlier(state: BuyState): void {
    const left = earlierPurchaseOf(state);
    if (left) this.earlier.add(left);
  }

  /** Removes `purchaseKey` and the earlier purchases from this device, in every tab. */
  forget(purchaseKey: string | undefined): void {
    this.#forgotten.add([...(purchaseKey === undefined ? [] : [purchaseKey]), ...this.earlier.keys]);
    this.#storage.claim();
    this.earlier.forget();
  }

  /** Calls `onForgotten` if another tab removed the purchase. Suspended tabs miss the storage event. */
  checkForgotten(): void {
    if (this.#forgotten.has(this.#purchaseKey)) this.#onForgotten();
  }

  /** State that resumes the earlier purchase `key`. */
  reopen(key: string): ResumingState | undefined {
    const purchase = this.earlier.find(key)?.purchase;
    return purchase && {...fresh, step: 'resuming', purchase};
  }

  store(state: BuyState): void {
    this.#purchaseKey = purchaseKeyOf(state);
    const inOtherTab = isActiveInOtherTab(state);
    if (inOtherTab) this.#storage.release();
    else if (this.#isInOtherTab) this.#shared = this.#readShared();
    this.#isInOtherTab = inOtherTab;
    if (state.step !== 'resuming') {
      // While resuming, the persisted state may be another tab's newer one.
      if (this.#isResuming) this.#storage.claim();
      // The purchase continues in this tab, so the persisted state is no longer needed.
      if (state.step !== 'amount') this.#shared = undefined;
    }
    this.#isResuming = state.step === 'resuming' && !inOtherTab;
    if (this.#isConnected) this.#leader.track(purchaseKeyOf(state), inOtherTab);
    const {session, persistent} = serialize(state, fingerprintOf(this.#request), Date.now());
    this.#storage.save(session, persistent);
    this.earlier.update(state);
  }

  #readShared(): Purchase | undefined {
    const restored = deserialize(this.#storage.persisted ?? '', fingerprintOf(this.#request), Date.now());
    return restored?.step === 'resuming' ? restored.purchase : undefined;
  }

  /** Restores the state from `stored` if it matches the page's request. */
  restore(stored: string): BuyState | undefined {
    const restored = deserialize(stored, fingerprintOf(this.#request), Date.now());
    if (!restored) return undefined;
    if (this.#forgotten.has(purchaseKeyOf(restored))) {
      this.#storage.claim();
      return undefined;
    }
    if (!matchesOrderRequest(restored, this.#request)) {
      // It may have been paid for, so keep tracking it, but do not restore it on the next page.
      this.#storage.claim();
      if (restored.step === 'resuming') this.earlier.add({purchase: restored.purchase});
      return undefined;
    }
    if (restored.step === 'resuming') this.#shared = this.#readShared();
    return restored;
  }
}
