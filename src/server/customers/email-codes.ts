import * as v from 'valibot';
import {HttpError} from '../http/http-error.js';
import type {KeyedHash} from '../auth/keyed-hash.js';
import type {Limit, LimitName} from '../http/rate-limits.js';
import type {CodeMessage} from '../options.js';
import type {Store} from '../store/store.js';
import type {Jwt} from '../auth/jwt.js';

/** Seconds for which a code is good. */
const lifetime = 10 * 60;
const tries = 5;
/** Seconds for which a purchase that used its code may do so again: the answer may have been lost on its way. */
const repeatable = 2 * 60;

const pendingSchema = v.object({
  /** Which sending this is: its tries are counted under this name. */
  sending: v.string(),
  /** Keyed hashes. */
  mailbox: v.string(),
  code: v.string(),
  /** The name that was given with the mailbox, encrypted. */
  name: v.string(),
  /** It was used, and ends with its repetitions. */
  spent: v.optional(v.boolean()),
});
type Pending = v.InferOutput<typeof pendingSchema>;

/** What versions before 0.2 wrote, in plain text. */
const plainSchema = v.object({
  sending: v.string(),
  email: v.string(),
  name: v.string(),
  code: v.string(),
  spent: v.optional(v.boolean()),
});

/** A mailbox that was proven. */
export interface Proof {
  /** The name that was given with the e-mail. */
  name: string;
  /** Makes the code void before long. Called once everything that hangs on it is done, so that a silence can be asked again. */
  consume: () => Promise<void>;
}

export interface EmailCodes {
  /** Sends a fresh code; the one before is void. Answers the same for every mailbox. */
  send(purchase: string, to: {email: string; name: string; locale: string}, address?: string): Promise<void>;
  /** `code_wrong` or `code_expired`, unless `code` is the one that was sent to `email` for this purchase. */
  prove(purchase: string, email: string, code: string, address?: string): Promise<Proof>;
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
  const tryKey = (sending: string, nth: number) => `code-try:${sending}:${nth}`;

  /** The number of this try, or nothing when all are used up. `add` is atomic: guesses in parallel share no try. */
  const takeTry = async (sending: string): Promise<number | undefined> => {
    for (let nth = 1; nth <= tries; nth++) {
      if (await store.add(tryKey(sending, nth), '', lifetime)) return nth;
    }
    return undefined;
  };

  /** Counts against all of `counts`, in this order. Gives what takes it back out of each. */
  const countAll = async (counts: readonly [LimitName, string | undefined][]): Promise<() => Promise<void>> => {
    const taken: (() => Promise<void>)[] = [];
    const giveBack = async () => {
      await Promise.all(taken.map(give => give()));
    };
    try {
      for (const [name, who] of counts) taken.push(await limit(name, who));
    } catch (error) {
      await giveBack();
      throw error;
    }
    return giveBack;
  };

  /** A mailbox as one network address sees it: what a stranger elsewhere does with it is not counted here. */
  const seenFrom = (email: string, address: string | undefined) =>
    hash.of('mailbox', address === undefined ? email : `${email} ${address}`);

  const encryptName = (name: string) => jwt.mint('code', 'encrypted', {name}, clock() + lifetime * 1000);

  const decryptName = async (token: string): Promise<string> => {
    const opened = await jwt.verify('code', token);
    const parsed = v.safeParse(v.object({name: v.string()}), opened?.payload['grant']);
    if (!parsed.success) throw new HttpError('code_expired');
    return parsed.output.name;
  };

  /** What waits for its code in `text`, if that is for `email`. */
  const readPending = async (text: string, email: string): Promise<Pending | undefined> => {
    const json: unknown = JSON.parse(text);
    const pending = v.safeParse(pendingSchema, json);
    if (pending.success) return hash.matches('mailbox', email, pending.output.mailbox) ? pending.output : undefined;
    const plain = v.safeParse(plainSchema, json);
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
      // The address first: whoever is over its limit would else use up the mailboxes of others.
      await limit('codesPerAddress', address);
      const giveBack = await countAll([
        ['codesPerMailbox', seenFrom(email, address)],
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
      await store.set(keyOf(purchase), JSON.stringify(pending), lifetime);
      try {
        await deliver({email, code, locale});
      } catch (error) {
        // A mail server that is away uses up nobody's codes. What one address sets off is counted all the same.
        await giveBack();
        throw error;
      }
    },

    async prove(purchase, email, code, address) {
      const text = await store.get(keyOf(purchase));
      const pending = text === undefined ? undefined : await readPending(text, email);
      if (text === undefined || !pending) throw new HttpError('code_expired');
      // A guess at a dead code is none, so that one code is not enough to lock somebody's mailbox.
      const nth = await takeTry(pending.sending);
      if (nth === undefined) throw new HttpError('code_expired');
      // Fresh codes bring fresh tries, so a patient guesser is stopped by the mailbox and not by the code.
      const forgive = await countAll([
        ['guessesPerMailbox', seenFrom(email, address)],
        ['guessesPerMailboxInAll', hash.of('mailbox', email)],
      ]).catch(async (error: unknown) => {
        // What was not compared was no try.
        await store.delete(tryKey(pending.sending, nth));
        throw error;
      });
      if (hash.matches('code', `${pending.sending} ${code}`, pending.code)) {
        await forgive();
        // However often a silence has it sent again, the right code is no guess.
        await store.delete(tryKey(pending.sending, nth));
        const consume = async () => {
          const spent = JSON.stringify({...pending, spent: true});
          // One that was sent meanwhile is not touched.
          if (!pending.spent) await store.replace(keyOf(purchase), text, spent, repeatable);
        };
        return {name: await decryptName(pending.name), consume};
      }
      if (nth === tries || pending.spent) throw new HttpError('code_expired');
      throw new HttpError('code_wrong', {triesLeft: tries - nth});
    },
  };
}
