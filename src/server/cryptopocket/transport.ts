import {codeIn} from './assumptions.js';
import {createBreaker} from './breaker.js';
import type {Reply} from './envelope.js';
import {badAnswer, CryptopocketConnectionError} from './errors.js';
import {parseJson, toJson} from './json.js';
import type {VendorOptions} from './types.js';
import {joinUrl, readBaseUrl} from './url.js';

/** One question to the vendor, before it is known with which token. */
export interface ApiRequest {
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string>;
  json?: Readonly<Record<string, unknown>>;
  form?: Record<string, string>;
  /** Whether asking twice changes nothing. Such a call is tried again after a silence. */
  repeatable: boolean;
}

export type Send = (call: ApiRequest, token?: string) => Promise<Reply>;

const MAX_ATTEMPTS = 3;
/** Milliseconds before the second try; each further one waits twice as long. */
const FIRST_PAUSE_MS = 250;
/** Bytes of an answer at most: the largest that is asked for, a page of the customer listing, is far smaller. */
export const MAX_RESPONSE_BYTES = 1024 * 1024;
/** Milliseconds beyond which a `retry-after` is not waited for but handed on: somebody waits for this answer. */
const MAX_RETRY_AFTER_MS = 5_000;

/**
 * Sends calls and gives what came back as JSON. Rejects with a `CryptopocketConnectionError` where there is nothing to read:
 * `offline`, `timeout`, `busy` (429 and 5xx without a code of the vendor's), `bad_answer`.
 */
export function createTransport(options: VendorOptions): Send {
  const {timeout = 10_000, creationTimeout = 30_000, sleep = wait, random = Math.random} = options;
  const base = readBaseUrl(options.baseUrl);
  const breaker = createBreaker(options.now ?? (() => performance.now()));

  const attempt = async (call: ApiRequest, token: string | undefined): Promise<Reply> => {
    const url = joinUrl(base, call.path) + (call.query ? `?${String(new URLSearchParams(call.query))}` : '');
    const {response, text} = await within(call.repeatable ? timeout : creationTimeout, async signal => {
      // A redirect would carry the token to wherever it points, so none is followed.
      const init: RequestInit = {method: call.method, headers: headersOf(call, token), redirect: 'manual', signal};
      const body = bodyOf(call);
      const response = await (options.fetch ?? fetch)(url, body === undefined ? init : {...init, body});
      return {response, text: await readText(response)};
    });
    return readReply(response, text);
  };

  const attemptWithRetries = async (call: ApiRequest, token: string | undefined): Promise<Reply> => {
    for (let tried = 1; ; tried++) {
      try {
        return await attempt(call, token);
      } catch (error) {
        const again =
          call.repeatable &&
          tried < MAX_ATTEMPTS &&
          error instanceof CryptopocketConnectionError &&
          error.code !== 'bad_answer';
        const asked = error instanceof CryptopocketConnectionError ? (error.retryAfter ?? 0) * 1000 : 0;
        if (!again || asked > MAX_RETRY_AFTER_MS) throw error;
        await sleep(Math.max(asked, FIRST_PAUSE_MS * 2 ** (tried - 1) * (0.5 + random() / 2)));
      }
    }
  };

  return async (call, token) => {
    // What is asked about is no part of it: one path, one circuit.
    const name = call.path.split('/', 2).join('/');
    breaker.check(name);
    try {
      const reply = await attemptWithRetries(call, token);
      breaker.answered(name);
      return reply;
    } catch (error) {
      if (!(error instanceof CryptopocketConnectionError)) throw error;
      if (isOutage(error)) breaker.failed(name);
      else breaker.answered(name);
      if (error.status === 429 && error.retryAfter !== undefined) breaker.limited(error.retryAfter);
      throw error;
    }
  };
}

/** Whether the vendor itself is away. A 500 may be about what was asked, which a stranger can choose. */
function isOutage({code, status}: CryptopocketConnectionError): boolean {
  return code === 'timeout' || code === 'offline' || (status !== undefined && status >= 502 && status <= 504);
}

/** The answer's body, as far as an answer may be long. */
async function readText(response: Response): Promise<string> {
  if (!response.body) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MAX_RESPONSE_BYTES) {
      await reader.cancel();
      throw badAnswer(`more than ${MAX_RESPONSE_BYTES} bytes`);
    }
    text += decoder.decode(part.value, {stream: true});
  }
  return text + decoder.decode();
}

function headersOf({json, form}: ApiRequest, token: string | undefined): Record<string, string> {
  return {
    accept: 'application/json',
    ...(token === undefined ? {} : {auth: token}),
    ...(json && {'content-type': 'application/json'}),
    ...(form && {'content-type': 'application/x-www-form-urlencoded'}),
  };
}

function bodyOf({json, form}: ApiRequest): string | undefined {
  if (json) return toJson(json);
  return form && new URLSearchParams(form).toString();
}

function readReply(response: Response, text: string): Reply {
  const {status, headers} = response;
  const busy = status === 429 || status >= 500;
  const type = headers.get('content-type');
  let body: unknown;
  let garbled: unknown;
  try {
    if (type !== null && !/json/i.test(type)) throw badAnswer('the content type is not JSON');
    body = parseJson(text);
  } catch (error) {
    garbled = error;
  }
  // A code of the vendor's says more than the HTTP status beside it.
  if (busy && codeIn(body) === undefined) {
    throw new CryptopocketConnectionError('busy', `CryptoPocket answered HTTP ${status}`, {
      retryAfter: retryAfterOf(headers),
      status,
    });
  }
  if (garbled !== undefined) throw badAnswer(`HTTP ${status} without readable JSON`, garbled);
  return {status, body};
}

/** Seconds. A date would need both clocks to agree, so it is left out. */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  return /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

/** `work`, or a `timeout` after `ms` milliseconds, even where `work` does not heed its signal. */
async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new CryptopocketConnectionError('timeout', `CryptoPocket did not answer within ${ms} ms`);
      reject(error);
      controller.abort(error);
    }, ms);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } catch (error) {
    if (error instanceof CryptopocketConnectionError) throw error;
    if (codeOf(error) === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') throw badAnswer(`more than ${MAX_RESPONSE_BYTES} bytes`);
    const aborted = error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name);
    throw aborted
      ? new CryptopocketConnectionError('timeout', 'The call to CryptoPocket was cut off', {cause: error})
      : new CryptopocketConnectionError('offline', 'CryptoPocket could not be reached', {
          cause: error,
          notSent: isUnconnected(error),
        });
  } finally {
    clearTimeout(timer);
  }
}

/** Codes of Node's and undici's errors for a connection that never came about. */
const NOT_CONNECTED_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The code of a network error; `fetch` puts it into the cause. */
function codeOf(error: unknown): string {
  const {code, cause} = Object(error) as {code?: unknown; cause?: unknown};
  const {code: causeCode} = Object(cause) as {code?: unknown};
  return String(code ?? causeCode);
}

function isUnconnected(error: unknown): boolean {
  return NOT_CONNECTED_CODES.has(codeOf(error));
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
