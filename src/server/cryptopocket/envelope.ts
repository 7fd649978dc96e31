import {codeIn, isBare, isSuccess} from './assumptions.js';
import type {VendorCode} from './error-codes.js';
import {field, isRecord, isText} from './json.js';

/** An HTTP status with its body as JSON, numbers as decimal text. */
export interface Reply {
  status: number;
  body: unknown;
}

/** Why an answer is no success, as far as it says. */
export interface ApiFailure {
  status: number;
  code: VendorCode | undefined;
  /** Whether the body itself says that this is an error, and not only its HTTP status or a lack of success. */
  stated: boolean;
  /** What stands in `error`, or else in `message`. */
  text: string | undefined;
  /** The fields that a 422 names. */
  fields: readonly string[];
  body: unknown;
}

/**
 * Reads the envelope in the order that the documentation's samples ask for: a stated error, the HTTP status, a known
 * spelling of success; anything else is a failure too. HTTP 200 alone says nothing. `undefined` is success.
 * `mayBeBare` is for answers of unknown shape, see `isBare`.
 */
export function failureOf({status, body}: Reply, mayBeBare: boolean): ApiFailure | undefined {
  const word = field(body, 'status');
  const error = field(body, 'error');
  const stated = (isText(word) && word.toLowerCase() === 'error') || !isNone(error);
  const code = codeIn(body);
  const httpSuccess = status >= 200 && status < 300;
  if (!stated && httpSuccess && (isSuccess(word) || (mayBeBare && isBare(body) && code === undefined)))
    return undefined;
  const errors = field(body, 'errors');
  return {
    status,
    code,
    stated,
    text: [error, field(body, 'message')].find(isText),
    fields: status === 422 && isRecord(errors) ? Object.keys(errors) : [],
    body,
  };
}

/** A field that is there to say that there is nothing to say. */
function isNone(error: unknown): boolean {
  return error === undefined || error === null || error === false || error === '';
}
