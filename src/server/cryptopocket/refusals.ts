import type {ProblemDetails, Rejection} from '../../contract/problem.js';
import {isCodeLike, isTokenRefused, linkIn, minimumIn, refusedField, topOrData} from './assumptions.js';
import {isRefusalCode, refusalByCode, type RefusalCode} from './error-codes.js';
import type {ApiFailure} from './envelope.js';
import {badAnswer, CryptopocketApiError, CryptopocketConnectionError} from './errors.js';
import {field, isText} from './json.js';

/**
 * What a failed answer is to us. `fallbackError`: what a clear no is where its word is not known, for calls that hand out
 * nothing then; for every other call an unknown error only means that we have no answer.
 */
export function toApiError(
  failure: ApiFailure,
  fallbackError: Rejection | undefined,
): CryptopocketApiError | CryptopocketConnectionError {
  const {status, code, stated, text, fields} = failure;
  if (isTokenRefused(status, code)) {
    return new CryptopocketConnectionError(
      'busy',
      'CryptoPocket refuses the token: check apiKey, apiSecret, and whether this server is on the vendor’s allow-list',
    );
  }
  if (code === 'unexpected_error')
    return new CryptopocketConnectionError('busy', 'CryptoPocket reports an internal failure');
  if (code !== undefined && isRefusalCode(code)) {
    return new CryptopocketApiError(refusalByCode[code], code, detailsOf(code, failure));
  }
  const refused = refusedField(fields);
  if (refused !== undefined) return new CryptopocketApiError(refused, 'validation');
  if (fallbackError !== undefined && (status === 422 || (stated && text !== undefined))) {
    // Also for free exception text: the vendor handed out nothing, and it is a person who tries again, not a loop.
    const word = text !== undefined && isCodeLike(text) ? text : undefined;
    return new CryptopocketApiError(fallbackError, word ?? (status === 422 ? 'validation' : undefined));
  }
  return badAnswer(`a failure that is not documented, with HTTP ${status}`);
}

function detailsOf(code: RefusalCode, {text, body}: ApiFailure): ProblemDetails | undefined {
  switch (code) {
    case 'min_purchase': {
      // The number may stand in `message` while `error` holds the bare code.
      const minimum = [field(body, 'message'), text].filter(isText).map(minimumIn).find(isText);
      return minimum === undefined ? undefined : {minimum};
    }
    case 'require_kyc':
      return detailsWith(linkIn(field(body, 'data')));
    case 'kyc_reinforced_required':
      return detailsWith(linkIn(topOrData(body, 'onboarding_link')) ?? linkIn(field(body, 'data')) ?? linkIn(body));
    default:
      return undefined;
  }
}

function detailsWith(url: string | undefined): ProblemDetails | undefined {
  return url === undefined ? undefined : {url};
}
