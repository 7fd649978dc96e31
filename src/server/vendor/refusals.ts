import type {ProblemDetails} from '../../contract/problem.js';
import {isCodeLike, isTokenRefused, linkIn, minimumIn, refusedField, topOrData} from './assumptions.js';
import {isRefusalCode, refusalByCode, type RefusalCode} from './codes.js';
import type {Failure} from './envelope.js';
import {badAnswer, VendorRefusal, VendorSilence} from './errors.js';
import {field, isText} from './json.js';

/**
 * What a failed answer is to us. `createsPayment`: a clear no may then be a word that we do not know, since it ends the
 * step without anything created; for every other call an unknown error only means that we have no answer.
 */
export function problemOf(failure: Failure, createsPayment: boolean): VendorRefusal | VendorSilence {
  const {status, code, stated, text, fields} = failure;
  if (isTokenRefused(status, code)) {
    return new VendorSilence(
      'busy',
      'CryptoPocket refuses the token: check apiKey, apiSecret, and whether this server is on the vendor’s allow-list',
    );
  }
  if (code === 'unexpected_error') return new VendorSilence('busy', 'CryptoPocket reports an internal failure');
  if (code !== undefined && isRefusalCode(code)) {
    return new VendorRefusal(refusalByCode[code], code, detailsOf(code, failure));
  }
  const refused = refusedField(fields);
  if (refused !== undefined) return new VendorRefusal(refused, 'validation');
  if (createsPayment && status === 422) return new VendorRefusal('payment_refused', 'validation');
  if (createsPayment && stated && text !== undefined) {
    // Also for free exception text: the vendor handed out no payment, and it is the buyer who tries again, not a loop.
    return new VendorRefusal('payment_refused', isCodeLike(text) ? text : undefined);
  }
  return badAnswer(`a failure that is not documented, with HTTP ${status}`);
}

function detailsOf(code: RefusalCode, {text, body}: Failure): ProblemDetails | undefined {
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
