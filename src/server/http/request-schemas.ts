import * as v from 'valibot';
import {handoverPages} from '../../contract/api.js';
import {isEuros} from '../../contract/money.js';
import type {ProblemCode} from '../../contract/problem.js';
import {normalizeEmail} from '../customers/email-address.js';
import {HttpError} from './http-error.js';

const short = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most));
/** An identifier of the vendor's, such as a coin, a chain or a payment type. */
const word = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,40}$/));
const euros = v.pipe(v.string(), v.maxLength(12), v.check(isEuros, 'amount_invalid'));
// Control characters have no legitimate use in a name, and could inject email headers.
const printable = v.check((text: string) => !/\p{Cc}/u.test(text));
const email = v.pipe(
  v.string(),
  v.maxLength(1000),
  v.rawTransform(({dataset, addIssue, NEVER}) => {
    const normalized = normalizeEmail(dataset.value);
    if (normalized !== undefined) return normalized;
    addIssue({message: 'email_invalid'});
    return NEVER;
  }),
);
const order = {amount: euros, asset: word, chain: v.pipe(word, v.toLowerCase()), paymentType: word};
const decimal = v.pipe(v.string(), v.regex(/^\d{1,40}(\.\d{1,40})?$/));

export const sessionRequest = v.object({resume: v.optional(v.pipe(v.string(), v.maxLength(8192)))});
export const quoteRequest = v.object(order);
export const customerRequest = v.object({
  email: v.optional(email),
  name: v.pipe(short(120), printable),
  locale: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{2,35}$/)), 'en'),
});
export const verificationRequest = v.object({email, code: v.pipe(v.string(), v.regex(/^\d{6}$/))});
export const paymentRequest = v.object({
  ...order,
  receives: decimal,
  externalId: v.optional(v.pipe(short(255), printable)),
  // Whether it is an address depends on the chain.
  wallet: v.optional(short(128)),
});
export const handoverRequest = v.object({page: v.picklist(handoverPages)});
export const waitRequest = v.object({
  fresh: v.optional(v.picklist(['true', 'false']), 'false'),
  known: v.optional(v.pipe(v.string(), v.maxLength(40))),
  wait: v.optional(v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.maxValue(30)), '0'),
});

/** Error code by invalid field, so that the page can show the error next to its input. */
const codeOfField: Record<string, ProblemCode> = {
  amount: 'amount_invalid',
  email: 'email_invalid',
  name: 'name_invalid',
  code: 'code_wrong',
  wallet: 'wallet_invalid',
};

function parse<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const key = parsed.issues[0].path?.[0]?.key;
  // The body itself may not be an object.
  const field = typeof key === 'string' ? key : 'body';
  const code = Object.hasOwn(codeOfField, field) ? codeOfField[field] : undefined;
  throw new HttpError(code ?? 'invalid_request', {field});
}

const MAX_BODY_BYTES = 16 * 1024;

/** A request with the connection data that reading its body needs. */
interface Sent {
  request: Request;
  peer: {keepsLength?: boolean | undefined};
}

/**
 * Reads the request's body, up to 16 KiB.
 * @throws {HttpError} `body_too_large` as soon as the limit is exceeded.
 */
export async function readBytes({request, peer}: Sent): Promise<Uint8Array<ArrayBuffer>> {
  const length = request.headers.get('content-length');
  if (Number(length) > MAX_BODY_BYTES) throw new HttpError('body_too_large');
  if (length !== null && peer.keepsLength) return new Uint8Array(await request.arrayBuffer());
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MAX_BODY_BYTES) {
      await reader.cancel();
      throw new HttpError('body_too_large');
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Reads the request's JSON body with `schema`.
 * @throws {HttpError} with the invalid field in its details.
 */
export async function readBody<T extends v.GenericSchema>(sent: Sent, schema: T): Promise<v.InferOutput<T>> {
  const bytes = await readBytes(sent);
  // A page of another origin can send other content types without a CORS preflight.
  if (!/^application\/json\b/i.test(sent.request.headers.get('content-type') ?? '')) {
    throw new HttpError('invalid_request', {field: 'content-type'});
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
  } catch {
    throw new HttpError('invalid_request', {field: 'body'});
  }
  // The schema would accept an array as an object without fields.
  if (Array.isArray(json)) throw new HttpError('invalid_request', {field: 'body'});
  return parse(schema, json);
}

/** Reads the query parameters of `schema`, with the same errors. Uses the first of several values. */
export function readQuery<T extends v.ObjectSchema<v.ObjectEntries, undefined>>(
  search: string,
  schema: T,
): v.InferOutput<T> {
  const query = new URLSearchParams(search);
  const names = Object.keys(schema.entries);
  return parse(schema, Object.fromEntries(names.map(name => [name, query.get(name) ?? undefined])));
}
