import {codeIn, isBare, isSuccess} from './assumptions.js';
import type {VendorCode} from './error-codes.js';
import {field, isRecord, isText} from './json.js';

/** An HTTP status with its body as JSON, numbers as decimal text. */
export interface Reply {
  status: number;
  body: unknown;
}

/** A failed answer. */
export interface ApiFailure {
  status: number;
  code: VendorCode | undefined;
  /** Whether the body itself reports an error, rather than the HTTP status or a missing success. */
  stated: boolean;
  /** The text of `error`, otherwise of `message`. */
  text: string | undefined;
  /** The invalid fields of a 422. */
  fields: readonly string[];
  body: unknown;
}

/**
 * Returns the failure in an answer, or `undefined` for a success. A success needs three things: no stated error, a 2xx status
 * and a known spelling of success. HTTP 200 alone is not enough. `mayBeBare` is for answers of unknown shape, see `isBare`.
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

/** Whether an `error` field means that there is no error. */
function isNone(error: unknown): boolean {
  return error === undefined || error === null || error === false || error === '';
}
