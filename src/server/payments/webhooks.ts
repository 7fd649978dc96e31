import {bytesToHex} from '@noble/hashes/utils.js';
import * as v from 'valibot';
import {HttpError} from '../http/http-error.js';
import {readBytes} from '../http/request-schemas.js';

/** Seconds by which a notification's time may differ from ours. Documented (`webhook-event-subscribe-4201294e0`). */
export const tolerance = 5 * 60;

const idSchema = v.union([v.pipe(v.string(), v.nonEmpty()), v.pipe(v.number(), v.transform(String))]);
const fields = v.object({payment_id: v.optional(idSchema), id: v.optional(idSchema)});
/** Assumption: the body is not documented, so an id is looked for wherever the vendor puts ids elsewhere. */
const bodySchema = v.object({...fields.entries, data: v.optional(v.union([fields, v.unknown()]))});

/** The bytes that `text` spells in hex (either case) or base64; the vendor's encoding is not documented. */
function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) {
    return Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
  }
  if (/^[A-Za-z0-9+/]{43}=?$/.test(text)) return Uint8Array.from(atob(text), char => char.charCodeAt(0));
  return undefined;
}

export interface Notification {
  /** The payment that it is about, if one is recognisable. */
  payment?: string | undefined;
  /** Always the same for the same notification. */
  signature: string;
}

/**
 * What a notification tells. Verifies HMAC-SHA256 over the raw body and the
 * timestamp first, and throws `not_found` where anything is wrong. The body is only a hint: ask the vendor.
 */
export async function readNotification(
  sent: Parameters<typeof readBytes>[0],
  apiSecrets: readonly string[],
  clock: () => number,
): Promise<Notification> {
  const {request} = sent;
  const timestamp = request.headers.get('x-timestamp') ?? '';
  const signature = decode(request.headers.get('x-signature') ?? '');
  const fresh = /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - clock() / 1000) <= tolerance;
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
