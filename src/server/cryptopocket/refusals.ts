import type {ProblemDetails, Refusal} from '../../contract/problem.js';
import {isCodeLike, isTokenRefused, linkIn, minimumIn, refusedField, topOrData} from './assumptions.js';
import {isRefusalCode, refusalByCode, type RefusalCode} from './error-codes.js';
import type {ApiFailure} from './envelope.js';
import {badAnswer, CryptopocketApiError, CryptopocketConnectionError} from './errors.js';
import {field, isText} from './json.js';

/**
 * Maps a failed answer to our errors. `fallbackError` is the code of an undocumented rejection. It is for calls where such an
 * answer proves that nothing was created. For all other calls, an undocumented error is a `bad_answer`.
 */
export function toApiError(
  failure: ApiFailure,
  fallbackError: Refusal | undefined,
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
    // Also for free exception text: the vendor created nothing, and only a person, never a loop, tries again.
    const word = text !== undefined && isCodeLike(text) ? text : undefined;
    return new CryptopocketApiError(fallbackError, word ?? (status === 422 ? 'validation' : undefined));
  }
  return badAnswer(`a failure that is not documented, with HTTP ${status}`);
}

function detailsOf(code: RefusalCode, {text, body}: ApiFailure): ProblemDetails | undefined {
  switch (code) {
    case 'min_purchase': {
      // The number may be in `message` while `error` contains only the code.
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
