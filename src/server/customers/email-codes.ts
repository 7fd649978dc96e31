import * as v from 'valibot';
import {HttpError} from '../http/http-error.js';
import type {KeyedHash} from '../auth/keyed-hash.js';
import type {Limit, LimitName} from '../http/rate-limits.js';
import type {CodeMessage} from '../options.js';
import type {Store} from '../store/store.js';
import type {Jwt} from '../auth/jwt.js';

const CODE_TTL_SECONDS = 10 * 60;
const MAX_ATTEMPTS = 5;
/** How long a used code still works for the same purchase: the answer may have been lost. */
const REPLAY_TTL_SECONDS = 2 * 60;

const pendingSchema = v.object({
  /** Id of this message. Attempts are counted per message. */
  sending: v.string(),
  /** Keyed hashes. */
  mailbox: v.string(),
  code: v.string(),
  /** The buyer's name, encrypted. */
  name: v.string(),
  /** The code was used and expires soon. */
  spent: v.optional(v.boolean()),
});
type Pending = v.InferOutput<typeof pendingSchema>;

/** The plain-text record that versions before 0.2 wrote. */
const legacyPendingSchema = v.object({
  sending: v.string(),
  email: v.string(),
  name: v.string(),
  code: v.string(),
  spent: v.optional(v.boolean()),
});

/** A verified email address. */
export interface Proof {
  /** The name that the buyer entered with the email. */
  name: string;
  /**
   * Lets the code expire soon. Called after everything that depends on the code has succeeded, so that a request without an
   * answer can be repeated.
   */
  consume: () => Promise<void>;
}

/** One-time codes that verify a guest's email address. */
export interface EmailCodes {
  /** Sends a new code, which replaces the previous one. Behaves the same for every email, registered or not. */
  send(purchase: string, to: {email: string; name: string; locale: string}, address?: string): Promise<void>;
  /**
   * Checks that `code` was sent to `email` for this purchase.
   * @throws {HttpError} `code_wrong` or `code_expired`.
   */
  prove(purchase: string, email: string, code: string, address?: string): Promise<Proof>;
}

/** Six digits, uniformly distributed. */
function randomCode(): string {
  const values = new Uint32Array(1);
  const range = 1_000_000;
  const fair = Math.floor(2 ** 32 / range) * range;
  do crypto.getRandomValues(values);
  while ((values[0] ?? fair) >= fair);
  return String((values[0] ?? 0) % range).padStart(6, '0');
}

export interface CodesDependencies {
  store: Store;
  limit: Limit;
  hash: KeyedHash;
  jwt: Jwt;
  deliver: (message: CodeMessage) => Promise<void> | void;
  clock: () => number;
}

export function createEmailCodes({store, limit, hash, jwt, deliver, clock}: CodesDependencies): EmailCodes {
  const keyOf = (purchase: string) => `code:${purchase}`;
  const attemptKey = (sending: string, nth: number) => `code-try:${sending}:${nth}`;

  /** Resolves with the number of this attempt, or `undefined` if none is left. `add` is atomic, so parallel requests share no attempt. */
  const reserveAttempt = async (sending: string): Promise<number | undefined> => {
    for (let nth = 1; nth <= MAX_ATTEMPTS; nth++) {
      if (await store.add(attemptKey(sending, nth), '', CODE_TTL_SECONDS)) return nth;
    }
    return undefined;
  };

  /** Counts against all of `counts`, in this order. Resolves with a function that undoes this. */
  const countAll = async (counts: readonly [LimitName, string | undefined][]): Promise<() => Promise<void>> => {
    const refunds: (() => Promise<void>)[] = [];
    const refund = async () => {
      await Promise.all(refunds.map(refundOne => refundOne()));
    };
    try {
      for (const [name, who] of counts) refunds.push(await limit(name, who));
    } catch (error) {
      await refund();
      throw error;
    }
    return refund;
  };

  /** Key of an email and a network address together, so that requests from elsewhere do not count. */
  const mailboxAtAddress = (email: string, address: string | undefined) =>
    hash.of('mailbox', address === undefined ? email : `${email} ${address}`);

  const encryptName = (name: string) => jwt.mint('code', 'encrypted', {name}, clock() + CODE_TTL_SECONDS * 1000);

  const decryptName = async (token: string): Promise<string> => {
    const opened = await jwt.verify('code', token);
    const parsed = v.safeParse(v.object({name: v.string()}), opened?.payload['grant']);
    if (!parsed.success) throw new HttpError('code_expired');
    return parsed.output.name;
  };

  /** Parses a pending verification. `undefined` if it is for another email. */
  const readPending = async (text: string, email: string): Promise<Pending | undefined> => {
    const json: unknown = JSON.parse(text);
    const pending = v.safeParse(pendingSchema, json);
    if (pending.success) return hash.matches('mailbox', email, pending.output.mailbox) ? pending.output : undefined;
    const plain = v.safeParse(legacyPendingSchema, json);
    if (!plain.success || plain.output.email !== email) return undefined;
    const {sending, code, name, spent} = plain.output;
    const read = {
      sending,
      mailbox: hash.of('mailbox', email),
      code: codeHash(sending, code),
      name: await encryptName(name),
    };
    return spent === undefined ? read : {...read, spent};
  };

  const codeHash = (sending: string, code: string) => hash.of('code', `${sending} ${code}`);

  return {
    async send(purchase, {email, name, locale}, address) {
      // Count the network address first, so that an address over its limit cannot use up the limits of other people's emails.
      await limit('codesPerAddress', address);
      const refund = await countAll([
        ['codesPerMailbox', mailboxAtAddress(email, address)],
        ['codesPerMailboxInAll', hash.of('mailbox', email)],
      ]);
      const code = randomCode();
      const sending = crypto.randomUUID();
      const pending: Pending = {
        sending,
        mailbox: hash.of('mailbox', email),
        code: codeHash(sending, code),
        name: await encryptName(name),
      };
      await store.set(keyOf(purchase), JSON.stringify(pending), CODE_TTL_SECONDS);
      try {
        await deliver({email, code, locale});
      } catch (error) {
        // A failed delivery does not count against the email. It still counts against the network address.
        await refund();
        throw error;
      }
    },

    async prove(purchase, email, code, address) {
      const text = await store.get(keyOf(purchase));
      const pending = text === undefined ? undefined : await readPending(text, email);
      if (text === undefined || !pending) throw new HttpError('code_expired');
      // Attempts at a dead code do not count as guesses, so that a single code is not enough to lock an email.
      const nth = await reserveAttempt(pending.sending);
      if (nth === undefined) throw new HttpError('code_expired');
      // Each new code allows new attempts. The limit per email therefore stops an attacker who requests many codes.
      const refund = await countAll([
        ['guessesPerMailbox', mailboxAtAddress(email, address)],
        ['guessesPerMailboxInAll', hash.of('mailbox', email)],
      ]).catch(async (error: unknown) => {
        // The code was not compared, so this was no attempt.
        await store.delete(attemptKey(pending.sending, nth));
        throw error;
      });
      if (hash.matches('code', `${pending.sending} ${code}`, pending.code)) {
        await refund();
        // The correct code is no guess, even if lost answers make the page send it repeatedly.
        await store.delete(attemptKey(pending.sending, nth));
        const consume = async () => {
          const spent = JSON.stringify({...pending, spent: true});
          // Does not touch a code that was sent meanwhile.
          if (!pending.spent) await store.replace(keyOf(purchase), text, spent, REPLAY_TTL_SECONDS);
        };
        return {name: await decryptName(pending.name), consume};
      }
      if (nth === MAX_ATTEMPTS || pending.spent) throw new HttpError('code_expired');
      throw new HttpError('code_wrong', {triesLeft: MAX_ATTEMPTS - nth});
    },
  };
}
