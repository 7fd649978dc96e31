import {bytesToHex} from '@noble/hashes/utils.js';
import * as v from 'valibot';
import {HttpError} from '../http/http-error.js';
import {readBytes} from '../http/request-schemas.js';

/** Maximum difference between a webhook's timestamp and our clock. Documented (`webhook-event-subscribe-4201294e0`). */
export const TIMESTAMP_TOLERANCE_SECONDS = 5 * 60;

const idSchema = v.union([v.pipe(v.string(), v.nonEmpty()), v.pipe(v.number(), v.transform(String))]);
const fields = v.object({payment_id: v.optional(idSchema), id: v.optional(idSchema)});
/** Assumption: the body is not documented. The id is in one of the places that the vendor uses elsewhere. */
const bodySchema = v.object({...fields.entries, data: v.optional(v.union([fields, v.unknown()]))});

/** Decodes hex (either case) or base64. The vendor's encoding is not documented. */
function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) {
    return Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
  }
  if (/^[A-Za-z0-9+/]{43}=?$/.test(text)) return Uint8Array.from(atob(text), char => char.charCodeAt(0));
  return undefined;
}

export interface Notification {
  /** Id of the payment, if the body contains one. */
  payment?: string | undefined;
  /** In hex. Identical for every delivery of the same webhook. */
  signature: string;
}

/**
 * Verifies and reads a webhook: HMAC-SHA256 over the raw body and the timestamp. The body is only a hint; fetch the payment
 * from the vendor.
 * @throws {HttpError} `not_found` if the timestamp or the signature is wrong.
 */
export async function readNotification(
  sent: Parameters<typeof readBytes>[0],
  apiSecrets: readonly string[],
  clock: () => number,
): Promise<Notification> {
  const {request} = sent;
  const timestamp = request.headers.get('x-timestamp') ?? '';
  const signature = decode(request.headers.get('x-signature') ?? '');
  const fresh =
    /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - clock() / 1000) <= TIMESTAMP_TOLERANCE_SECONDS;
  if (!fresh || !signature) throw new HttpError('not_found');

  const body = await readBytes(sent);
  const bytes = new TextEncoder();
  const time = bytes.encode(timestamp);
  const message = new Uint8Array(body.length + time.length);
  message.set(body);
  message.set(time, body.length);
  const algorithm = {name: 'HMAC', hash: 'SHA-256'};
  const isSignedWith = async (secret: string): Promise<boolean> => {
    const key = await crypto.subtle.importKey('raw', bytes.encode(secret), algorithm, false, ['verify']);
    // WebCrypto compares in constant time.
    return crypto.subtle.verify('HMAC', key, signature, message);
  };
  const verified = await Promise.all(apiSecrets.map(isSignedWith));
  if (!verified.includes(true)) throw new HttpError('not_found');

  return {payment: paymentIn(body), signature: bytesToHex(signature)};
}

function paymentIn(body: Uint8Array): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(bodySchema, json);
  if (!parsed.success) return undefined;
  const inner = v.safeParse(fields, parsed.output.data);
  const {payment_id, id} = parsed.output;
  return payment_id ?? (inner.success ? (inner.output.payment_id ?? inner.output.id) : undefined) ?? id;
}
