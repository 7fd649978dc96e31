import * as v from 'valibot';
import {Failure} from './failure.js';
import type {Limit} from './limits.js';
import type {CodeMessage} from './options.js';
import type {Store} from './store/store.js';

/** Seconds for which a code is good. */
const lifetime = 10 * 60;
const tries = 5;
/** Seconds for which a purchase that used its code may do so again: the answer may have been lost on its way. */
const repeatable = 2 * 60;

const pendingSchema = v.object({
  /** Which sending this is: its tries are counted under this name. */
  sending: v.string(),
  email: v.string(),
  name: v.string(),
  code: v.string(),
  /** It was used, and ends with its repetitions. */
  spent: v.optional(v.boolean()),
});

/** A mailbox that was proven. */
export interface Proof {
  /** The name that was given with the e-mail. */
  name: string;
  /** Makes the code void before long. Called once everything that hangs on it is done, so that a silence can be asked again. */
  spend: () => Promise<void>;
}

export interface Codes {
  /** Sends a fresh code; the one before is void. Answers the same for every mailbox. */
  send(purchase: string, to: {email: string; name: string; locale: string}, address?: string): Promise<void>;
  /** `code_wrong` or `code_expired`, unless `code` is the one that was sent to `email` for this purchase. */
  prove(purchase: string, email: string, code: string): Promise<Proof>;
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
  const tryKey = (sending: string, nth: number) => `code-try:${sending}:${nth}`;

  /** The number of this try, or nothing when all are used up. `add` is atomic: guesses in parallel share no try. */
  const takeTry = async (sending: string): Promise<number | undefined> => {
    for (let nth = 1; nth <= tries; nth++) {
      if (await store.add(tryKey(sending, nth), '', lifetime)) return nth;
    }
    return undefined;
  };

  return {
    async send(purchase, {email, name, locale}, address) {
      // The address first: whoever is over its limit would else use up the mailboxes of others.
      await limit('codesPerAddress', address);
      await limit('codesPerMailbox', email);
      const code = randomCode();
      const pending: v.InferOutput<typeof pendingSchema> = {sending: crypto.randomUUID(), email, name, code};
      await store.set(keyOf(purchase), JSON.stringify(pending), lifetime);
      await deliver({email, code, locale});
    },

    async prove(purchase, email, code) {
      const text = (await store.get(keyOf(purchase))) ?? 'null';
      const pending = v.parse(v.nullable(pendingSchema), JSON.parse(text));
      if (pending?.email !== email) throw new Failure('code_expired');
      // A guess at a dead code is none, so that one code is not enough to lock somebody's mailbox.
      const nth = await takeTry(pending.sending);
      if (nth === undefined) throw new Failure('code_expired');
      // Fresh codes bring fresh tries, so a patient guesser is stopped by the mailbox and not by the code.
      const forgive = await limit('guessesPerMailbox', email);
      if (pending.code === code) {
        await forgive();
        // However often a silence has it sent again, the right code is no guess.
        await store.delete(tryKey(pending.sending, nth));
        const spend = async () => {
          const spent = JSON.stringify({...pending, spent: true});
          // One that was sent meanwhile is not touched.
          if (!pending.spent) await store.replace(keyOf(purchase), text, spent, repeatable);
        };
        return {name: pending.name, spend};
      }
      if (nth === tries || pending.spent) throw new Failure('code_expired');
      throw new Failure('code_wrong', {triesLeft: tries - nth});
    },
  };
}
