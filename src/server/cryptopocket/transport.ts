import {codeIn} from './assumptions.js';
import {createBreaker} from './breaker.js';
import type {Reply} from './envelope.js';
import {badAnswer, CryptopocketConnectionError} from './errors.js';
import {parseJson, toJson} from './json.js';
import type {VendorOptions} from './types.js';
import {joinUrl, readBaseUrl} from './url.js';

/** A request to the vendor, without its token. */
export interface ApiRequest {
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string>;
  json?: Readonly<Record<string, unknown>>;
  form?: Record<string, string>;
  /** Whether the call is idempotent. Such a call is retried after a transient error. */
  repeatable: boolean;
}

export type Send = (call: ApiRequest, token?: string) => Promise<Reply>;

const MAX_ATTEMPTS = 3;
/** The pause before the second attempt. It doubles with each further attempt. */
const FIRST_PAUSE_MS = 250;
/** Limits the size of an answer. The largest expected one, a page of the customer listing, is far smaller. */
export const MAX_RESPONSE_BYTES = 1024 * 1024;
/** A longer `retry-after` is passed on to the caller, because a buyer waits for this answer. */
const MAX_RETRY_AFTER_MS = 5_000;

/**
 * Creates a function that sends requests and parses the JSON of their answers.
 * @throws {CryptopocketConnectionError} `offline`, `timeout`, `busy` (429 and 5xx without an error code of the vendor) or
 * `bad_answer`.
 */
export function createTransport(options: VendorOptions): Send {
  const {timeout = 10_000, creationTimeout = 30_000, sleep = wait, random = Math.random} = options;
  const base = readBaseUrl(options.baseUrl);
  const breaker = createBreaker(options.now ?? (() => performance.now()));

  const attempt = async (call: ApiRequest, token: string | undefined): Promise<Reply> => {
    const url = joinUrl(base, call.path) + (call.query ? `?${String(new URLSearchParams(call.query))}` : '');
    const {response, text} = await within(call.repeatable ? timeout : creationTimeout, async signal => {
      // A redirect would send the token to another address.
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
    // One circuit per endpoint: the rest of the path may contain an id.
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

/** Whether the vendor is down. A 500 does not count, because its cause may be in the request, which an attacker can choose. */
function isOutage({code, status}: CryptopocketConnectionError): boolean {
  return code === 'timeout' || code === 'offline' || (status !== undefined && status >= 502 && status <= 504);
}

/** Reads the body up to the size limit. */
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
  // An error code of the vendor is more precise than the HTTP status.
  if (busy && codeIn(body) === undefined) {
    throw new CryptopocketConnectionError('busy', `CryptoPocket answered HTTP ${status}`, {
      retryAfter: retryAfterOf(headers),
      status,
    });
  }
  if (garbled !== undefined) throw badAnswer(`HTTP ${status} without readable JSON`, garbled);
  return {status, body};
}

/** Seconds. The date form is ignored, because it requires synchronized clocks. */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  return /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

/** Rejects with `timeout` after `ms` milliseconds, even if `work` ignores its signal. */
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

/** Error codes of Node and undici for a connection that was never established. */
const NOT_CONNECTED_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The code of a network error. `fetch` puts it into the cause. */
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
