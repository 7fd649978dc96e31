import {isLosslessNumber, parse} from 'lossless-json';
import type {World} from './world.js';

/** A parsed request to the vendor's API, before validation. */
export interface Call {
  /** A valid token, or an empty text if the operation does not need one. */
  token: string;
  query: Readonly<Record<string, string>>;
  /** Fields of the JSON or form body, or none if it is invalid. Numbers keep all their digits. */
  body: Readonly<Record<string, unknown>>;
  /** From the path. */
  id: string;
}

export type Answer = Record<string, unknown>;
/** An answer with its own HTTP status. Few calls of the vendor have one. */
export class WithStatus {
  constructor(
    readonly status: number,
    readonly answer: Answer,
  ) {}
}

export type Operation = (world: World, call: Call) => Answer | WithStatus;

/** Returns a text or the digits of a number. `undefined` for anything else and for empty text. */
export function textOf(value: unknown): string | undefined {
  const text = isLosslessNumber(value) ? value.toString() : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

export async function readBody(request: Request, type: 'json' | 'form'): Promise<Call['body']> {
  const given = request.headers.get('content-type') ?? '';
  const text = await request.text();
  if (type === 'form') {
    return given.startsWith('application/x-www-form-urlencoded') ? Object.fromEntries(new URLSearchParams(text)) : {};
  }
  if (!given.startsWith('application/json')) return {};
  try {
    const value = parse(text);
    return typeof value === 'object' && value !== null ? {...value} : {};
  } catch {
    return {};
  }
}

/** An error answer, which the vendor sends with HTTP 200. `code` is in `error`, or in `message`, depending on the quirk. */
export function failure({settings}: World, code: string, more: {message?: string; data?: unknown} = {}): Answer {
  if (settings.quirks.errorCode === 'error') return {status: 'error', error: code, ...more};
  const message = more.message?.startsWith(code) ? more.message : code;
  return {status: 'error', ...more, message};
}

/** A success answer with the fields next to `status` or below `data`. */
export function envelope(shape: 'flat' | 'nested', fields: Answer): Answer {
  return shape === 'flat' ? {status: 'ok', ...fields} : {status: 'ok', data: fields};
}

/** An answer for invalid fields: HTTP 422 without `status`. */
export function invalid(errors: Readonly<Record<string, readonly string[]>>): WithStatus {
  return new WithStatus(422, {message: Object.values(errors).flat()[0] ?? '', errors});
}
