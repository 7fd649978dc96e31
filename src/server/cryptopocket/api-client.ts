import type {Rejection} from '../../contract/problem.js';
import {isTokenRefused, tokenIn} from './assumptions.js';
import {failureOf} from './envelope.js';
import {badAnswer, CryptopocketConnectionError} from './errors.js';
import {toApiError} from './refusals.js';
import {createTokenKeeper} from './token.js';
import {createTransport, type ApiRequest} from './transport.js';
import type {VendorOptions} from './types.js';

/** What is known of a call besides the question itself. */
interface CallOptions {
  /** The answer's shape is not documented, so it may lack the envelope. */
  bare?: boolean;
  /** What a clear no is whose word is not known; see `problemOf`. */
  fallbackError?: Rejection;
}

/** The ways to ask the vendor, each with a token and answered with the JSON of a success. */
export interface ApiClient {
  /** A read; tried again after a silence. */
  get: (path: string, query?: Record<string, string>, manner?: CallOptions) => Promise<unknown>;
  post: (path: string, json: Readonly<Record<string, unknown>>, manner?: CallOptions) => Promise<unknown>;
  /** As `application/x-www-form-urlencoded`. */
  postForm: (path: string, form: Record<string, string>) => Promise<unknown>;
}

/** Signs in when first asked, and anew when the vendor refuses the token. Throws a TypeError where `baseUrl` is no http(s) address. */
export function createApiClient(options: VendorOptions): ApiClient {
  const send = createTransport(options);
  const {apiKey, apiSecret} = options;

  // Asking for a token changes nothing of anybody's, so it is as repeatable as a read.
  const tokens = createTokenKeeper(async () => {
    const json = {api_key: apiKey, api_secret: apiSecret};
    const reply = await send({method: 'POST', path: '/authenticate', json, repeatable: true});
    const failure = failureOf(reply, true);
    if (failure) throw toApiError(failure, undefined);
    const token = tokenIn(reply.body);
    // Elsewhere `fetch` would refuse it with a message that quotes it.
    if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) throw badAnswer('no token that fits a header');
    return token;
  });

  /** Without a token, nothing of the call itself was sent. */
  const tokenFor = async ({repeatable}: ApiRequest): Promise<string> => {
    try {
      return await tokens.get();
    } catch (error) {
      if (repeatable || !(error instanceof CryptopocketConnectionError)) throw error;
      const {code, message, retryAfter} = error;
      throw new CryptopocketConnectionError(code, message, {cause: error.cause, retryAfter, notSent: true});
    }
  };

  const ask = async (call: ApiRequest, {bare = false, fallbackError}: CallOptions = {}): Promise<unknown> => {
    let token = await tokenFor(call);
    let reply = await send(call, token);
    let failure = failureOf(reply, bare);
    if (failure && isTokenRefused(failure.status, failure.code)) {
      // A refused token means that nothing was done, so even a creating call may be sent again: once.
      tokens.drop(token);
      token = await tokens.get();
      reply = await send(call, token);
      failure = failureOf(reply, bare);
    }
    if (failure) throw toApiError(failure, fallbackError);
    return reply.body;
  };

  return {
    get: (path, query = {}, manner) => ask({method: 'GET', path, query, repeatable: true}, manner),
    post: (path, json, manner) => ask({method: 'POST', path, json, repeatable: false}, manner),
    postForm: (path, form) => ask({method: 'POST', path, form, repeatable: false}),
  };
}
