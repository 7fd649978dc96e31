import {parse, stringify} from 'lossless-json';
import {badAnswer} from './errors.js';
import {plainDecimal} from './units.js';

/** JSON with every number as plain decimal text, so that no amount ever is a float. Throws `bad_answer`. */
export function parseJson(text: string): unknown {
  try {
    return parse(text, null, {parseNumber: plainDecimal});
  } catch {
    // The parser's own words may quote the body, so they are not kept as the cause.
    throw badAnswer('the body is not JSON');
  }
}

/** JSON in which a `LosslessNumber` keeps its digits. */
export function toJson(value: Readonly<Record<string, unknown>>): string {
  return stringify(value) ?? '';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

/** Whether `value` is text with something in it. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The own field `name` of `value`, where there is one. */
export function field(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
