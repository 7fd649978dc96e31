import {isLosslessNumber, parse} from 'lossless-json';
import type {World} from './world.js';

/** One call of the vendor's API, read but not judged. */
export interface Call {
  /** Good; empty where the operation does without one. */
  token: string;
  query: Readonly<Record<string, string>>;
  /** Fields of the JSON or form body; none where it could not be read. Numbers keep all their digits. */
  body: Readonly<Record<string, unknown>>;
  /** From the path. */
  id: string;
}

export type Answer = Record<string, unknown>;
/** An answer with an HTTP status that says something; few calls of the vendor's have one. */
export class WithStatus {
  constructor(
    readonly status: number,
    readonly answer: Answer,
  ) {}
}

export type Operation = (world: World, call: Call) => Answer | WithStatus;

/** Text, or the digits of a number; nothing for everything else and for empty text. */
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

/** An error, which the vendor sends with HTTP 200. `code` is in `error`, or in `message` where the quirk says so. */
export function failure({settings}: World, code: string, more: {message?: string; data?: unknown} = {}): Answer {
  if (settings.quirks.errorCode === 'error') return {status: 'error', error: code, ...more};
  const message = more.message?.startsWith(code) ? more.message : code;
  return {status: 'error', ...more, message};
}

/** Fields beside `status`, or below `data`. */
export function envelope(shape: 'flat' | 'nested', fields: Answer): Answer {
  return shape === 'flat' ? {status: 'ok', ...fields} : {status: 'ok', data: fields};
}

/** Fields that are refused, with HTTP 422 and no `status`. */
export function invalid(errors: Readonly<Record<string, readonly string[]>>): WithStatus {
  return new WithStatus(422, {message: Object.values(errors).flat()[0] ?? '', errors});
}
