import type {Refusal} from '../../contract/problem.js';
import {isTokenRefused, tokenIn} from './assumptions.js';
import {failureOf} from './envelope.js';
import {badAnswer, CryptopocketConnectionError} from './errors.js';
import {toApiError} from './refusals.js';
import {createTokenKeeper} from './token.js';
import {createTransport, type ApiRequest} from './transport.js';
import type {VendorOptions} from './types.js';

interface CallOptions {
  /** The answer may lack the envelope, because its shape is undocumented. */
  bare?: boolean;
  /** Code of an undocumented rejection; see `toApiError`. */
  fallbackError?: Refusal;
}

/** Authenticated requests to the vendor. Each resolves with the JSON of a successful answer. */
export interface ApiClient {
  /** A read. It is retried after a transient error. */
  get: (path: string, query?: Record<string, string>, manner?: CallOptions) => Promise<unknown>;
  post: (path: string, json: Readonly<Record<string, unknown>>, manner?: CallOptions) => Promise<unknown>;
  /** As `application/x-www-form-urlencoded`. */
  postForm: (path: string, form: Record<string, string>) => Promise<unknown>;
}

/**
 * Creates an API client that authenticates with the first request, and again when the vendor rejects the token.
 * @throws {TypeError} if `baseUrl` is not a plain http(s) URL.
 */
export function createApiClient(options: VendorOptions): ApiClient {
  const send = createTransport(options);
  const {apiKey, apiSecret} = options;

  // Requesting a token changes nothing, so it can be retried like a read.
  const tokens = createTokenKeeper(async () => {
    const json = {api_key: apiKey, api_secret: apiSecret};
    const reply = await send({method: 'POST', path: '/authenticate', json, repeatable: true});
    const failure = failureOf(reply, true);
    if (failure) throw toApiError(failure, undefined);
    const token = tokenIn(reply.body);
    // `fetch` would reject such a token with a message that quotes it.
    if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) throw badAnswer('no token that fits a header');
    return token;
  });

  /** If there is no token, the call itself was not sent. */
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
      // A rejected token means that nothing was done, so even a creating call can be sent once more.
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
