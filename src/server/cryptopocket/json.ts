import {parse, stringify} from 'lossless-json';
import {badAnswer} from './errors.js';
import {plainDecimal} from './units.js';

/**
 * Parses JSON with every number as plain decimal text, so that no amount becomes a float.
 * @throws {CryptopocketConnectionError} `bad_answer` if the text is not JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return parse(text, null, {parseNumber: plainDecimal});
  } catch {
    // No cause, because the parser's message may quote the body.
    throw badAnswer('the body is not JSON');
  }
}

/** Serializes to JSON. A `LosslessNumber` keeps its digits. */
export function toJson(value: Readonly<Record<string, unknown>>): string {
  return stringify(value) ?? '';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

/** Whether `value` is a non-empty string. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The own field `name` of `value`, or `undefined`. */
export function field(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
