import ky, {HTTPError, TimeoutError, type Options} from 'ky';
import {
  readHandover,
  readPaymentCreated,
  readSession,
  readSessionOrSent,
  type HandoverRequest,
  type SessionRequest,
} from '../contract/api.js';
import type {Backend, Known} from '../contract/backend.js';
import {readCustomer} from '../contract/kyc.js';
import {readPayment} from '../contract/payment.js';
import {isNoJson} from '../contract/problem-of.js';
import {ClientProblem} from './client-problem.js';
import {hintAtForeignAnswer} from './developer-hints.js';
import {problemFrom} from './parse-problem-response.js';
import {SessionKeeper} from './session-token-manager.js';

export interface ClientOptions {
  /** The adapter's address, absolute, without a slash at the end. */
  base: string;
  /** BCP 47; the language of the message with the code. */
  locale: () => string;
  /** The session was renewed, and its purchase is taken up by this token from now on. */
  onResume?: (resume: string) => void;
  fetch?: typeof fetch;
}

/** Seconds for which the adapter may hold a call until something changes. */
const hold = 25;
/** Milliseconds after which a call counts as unanswered. */
const patience = 40_000;
/** Milliseconds after which no call is still on its way, unless the device slept. */
const longestAwake = 2 * patience;

/** Whoever knows nothing is answered at once; whoever does waits for news. */
function waitFor({known, eager}: Known<string>): Record<string, string | number | boolean> {
  return known === undefined ? {} : {known, wait: hold, ...(eager ? {fresh: true} : {})};
}

/** The calls that need a session. Nothing is retried here but a call with an old token: the flow asks again itself. */
export function createClient({base, locale, onResume, fetch}: ClientOptions): Backend {
  const http = ky.create({
    prefixUrl: base,
    retry: 0,
    timeout: patience,
    credentials: 'same-origin',
    ...(fetch ? {fetch} : {}),
  });

  const call = async <T>(path: string, options: Options, read: (value: unknown) => T): Promise<T> => {
    const begun = Date.now();
    try {
      return read(await http(path, options).json());
    } catch (error) {
      if (error instanceof HTTPError) throw await problemFrom(error.response);
      // What a sleeping device did not hear is no silence.
      if (Date.now() - begun > longestAwake && !options.signal?.aborted) return call(path, options, read);
      if (error instanceof TimeoutError) throw new ClientProblem('timeout', error);
      if (isNoJson(error)) {
        hintAtForeignAnswer(`${base}/${path}`, 200);
        throw new ClientProblem('bad_answer', error);
      }
      throw error;
    }
  };

  const start = (json: SessionRequest, signal?: AbortSignal) =>
    call('sessions', {method: 'post', json, ...(signal ? {signal} : {})}, readSession);
  const keeper = new SessionKeeper(resume => start({resume}), onResume);

  /** `headers` beside the token's own. */
  const callWithSession = async <T>(
    path: string,
    options: Options,
    read: (value: unknown) => T,
    headers: Record<string, string> = {},
  ): Promise<T> => {
    const attempt = (token: string) =>
      call(path, {...options, headers: {...headers, authorization: `Bearer ${token}`}}, read);
    const token = await keeper.token();
    try {
      return await attempt(token);
    } catch (error) {
      if (!(error instanceof ClientProblem) || error.code !== 'session_expired') throw error;
      return attempt(await keeper.token(token));
    }
  };

  return {
    session: async (resume, signal) => keeper.adopt(await start(resume === undefined ? {} : {resume}, signal)),
    customer: async (request, signal) => {
      const json = {...request, locale: locale()};
      const answer = await callWithSession('customers', {method: 'post', json, signal}, readSessionOrSent);
      return 'verification' in answer ? answer : keeper.adopt(answer);
    },
    verify: async (email, code, signal) =>
      keeper.adopt(
        await callWithSession('customers/verification', {method: 'post', json: {email, code}, signal}, readSession),
      ),
    kyc: (known, signal) => callWithSession('customers/me', {searchParams: waitFor(known), signal}, readCustomer),
    pay: async (json, key, signal) => {
      const options = {method: 'post', json, signal};
      const created = await callWithSession('payments', options, readPaymentCreated, {'idempotency-key': key});
      keeper.adoptResume(created.resume);
      return created;
    },
    payment: (id, known, signal) => {
      const path = `payments/${encodeURIComponent(id)}`;
      return callWithSession(path, {searchParams: waitFor(known), signal}, readPayment);
    },
    handOver: page => {
      const json: HandoverRequest = {page};
      return callWithSession('handovers', {method: 'post', json}, readHandover);
    },
  };
}
