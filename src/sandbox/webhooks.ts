import {stringify} from 'lossless-json';
import {bytesToHex} from '@noble/hashes/utils.js';
import type {Time} from './time.js';

export const webhookTypes = ['PAY_IN', 'COINS_SENT', 'CRYPTO_RECEIVED', 'TRANSFER_RAMPOFF_FINISHED'] as const;
export type WebhookType = (typeof webhookTypes)[number];

/** Delays before the retries of a failed delivery. The vendor's own delays are unknown. */
const RETRY_DELAYS_MS = [1000, 5000, 25_000];

const patienceMs = 10_000;
const kept = 50;

/** The result of one delivery attempt. */
export interface Delivery {
  type: WebhookType;
  url: string;
  at: number;
  /** HTTP status, or `failed` without an answer. */
  result: number | 'failed';
}

export interface WebhookOptions {
  apiKey: string;
  apiSecret: string;
  fetch?: typeof fetch;
}

/** Webhook subscriptions and deliveries. */
export class Webhooks {
  readonly #urls = new Map<WebhookType, string>();
  readonly #underWay = new Set<Promise<void>>();
  #deliveries: Delivery[] = [];

  constructor(
    private readonly options: WebhookOptions,
    private readonly time: Time,
  ) {}

  get subscriptions(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#urls);
  }

  /** Latest delivery first. */
  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  has(type: WebhookType): boolean {
    return this.#urls.has(type);
  }

  subscribe(type: WebhookType, url: string): void {
    this.#urls.set(type, url);
  }

  readonly notify = (type: WebhookType, data: object): void => {
    const url = this.#urls.get(type);
    // Assumption: the shape of the vendor's body is not public.
    const body = stringify({type, data});
    if (url !== undefined && body !== undefined) this.#start(type, url, body, RETRY_DELAYS_MS);
  };

  /** Resolves when no delivery is running. Scheduled retries do not count. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #start(...delivery: [WebhookType, string, string, readonly number[]]): void {
    const underWay = this.#deliver(...delivery).finally(() => this.#underWay.delete(underWay));
    this.#underWay.add(underWay);
  }

  async #deliver(type: WebhookType, url: string, body: string, retries: readonly number[]): Promise<void> {
    const result = await this.#post(url, body);
    this.#deliveries = [{type, url, at: this.time.now(), result}, ...this.#deliveries].slice(0, kept);
    const [next, ...later] = retries;
    const arrived = result !== 'failed' && result >= 200 && result < 300;
    if (!arrived && next !== undefined) {
      this.time.later(() => {
        this.#start(type, url, body, later);
      }, next);
    }
  }

  async #post(url: string, body: string): Promise<Delivery['result']> {
    const {apiKey, apiSecret} = this.options;
    const timestamp = String(Math.floor(this.time.now() / 1000));
    const send = this.options.fetch ?? fetch;
    try {
      const headers = {
        'content-type': 'application/json',
        'x-api-key': apiKey,
        'x-timestamp': timestamp,
        'x-signature': await signature(apiSecret, body + timestamp),
      };
      const response = await send(url, {method: 'POST', headers, body, signal: AbortSignal.timeout(patienceMs)});
      await response.body?.cancel();
      return response.status;
    } catch {
      return 'failed';
    }
  }
}

/** HMAC-SHA256 in lower-case hex. The encoding is an assumption. */
async function signature(secret: string, message: string): Promise<string> {
  const bytes = new TextEncoder();
  const algorithm = {name: 'HMAC', hash: 'SHA-256'};
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), algorithm, false, ['sign']);
  return bytesToHex(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(message))));
}
