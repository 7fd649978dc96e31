import * as v from 'valibot';
import {Failure} from './failure.js';
import type {Limit} from './limits.js';
import type {CodeMessage} from './options.js';
import type {Store} from './store/store.js';

/** Seconds for which a code is good. */
const lifetime = 10 * 60;
const tries = 5;

const pendingSchema = v.object({
  email: v.string(),
  name: v.string(),
  code: v.string(),
  triesLeft: v.number(),
});

export interface Codes {
  /** Sends a fresh code; the one before is void. Answers the same for every mailbox. */
  send(purchase: string, to: {email: string; name: string; locale: string}, address?: string): Promise<void>;
  /** The name that was given with `email`, if `code` is right; `code_wrong` or `code_expired` if not. */
  prove(purchase: string, email: string, code: string): Promise<{name: string}>;
}

/** Six digits, each value as likely as the next. */
function randomCode(): string {
  const values = new Uint32Array(1);
  const range = 1_000_000;
  const fair = Math.floor(2 ** 32 / range) * range;
  do crypto.getRandomValues(values);
  while ((values[0] ?? fair) >= fair);
  return String((values[0] ?? 0) % range).padStart(6, '0');
}

export function createCodes(
  store: Store,
  limit: Limit,
  deliver: (message: CodeMessage) => Promise<void> | void,
): Codes {
  const keyOf = (purchase: string) => `code:${purchase}`;
  // One guess at a time per purchase: parallel guesses must not share a try.
  const guesses = new Map<string, Promise<unknown>>();

  const guess = async (purchase: string, email: string, code: string) => {
    const text = await store.get(keyOf(purchase));
    const pending = text === undefined ? undefined : v.parse(pendingSchema, JSON.parse(text));
    if (pending?.email !== email) throw new Failure('code_expired');
    if (pending.code === code) {
      await store.delete(keyOf(purchase));
      return {name: pending.name};
    }
    const triesLeft = pending.triesLeft - 1;
    if (triesLeft === 0) {
      await store.delete(keyOf(purchase));
      throw new Failure('code_expired');
    }
    await store.set(keyOf(purchase), JSON.stringify({...pending, triesLeft}), lifetime);
    throw new Failure('code_wrong', {triesLeft});
  };

  return {
    async send(purchase, {email, name, locale}, address) {
      await limit('codesPerMailbox', email);
      await limit('codesPerAddress', address);
      const code = randomCode();
      await store.set(keyOf(purchase), JSON.stringify({email, name, code, triesLeft: tries}), lifetime);
      await deliver({email, code, locale});
    },
    prove(purchase, email, code) {
      const before = guesses.get(purchase) ?? Promise.resolve();
      const mine = before.catch(() => undefined).then(() => guess(purchase, email, code));
      const turn = mine
        .catch(() => undefined)
        .finally(() => guesses.get(purchase) === turn && guesses.delete(purchase));
      guesses.set(purchase, turn);
      return mine;
    },
  };
}
