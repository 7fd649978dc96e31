import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import type {AnySchemaObject, ValidateFunction} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {parse} from 'yaml';

/**
 * Holds requests and answers against `test/contract/openapi.yaml`. Enums that the file marks `x-extensible` are taken
 * as open, since that is what the mark says: `payment_rejected` and words that nobody has documented are legal there.
 */
const file = new URL('../contract/openapi.yaml', import.meta.url);
const document: unknown = parse(readFileSync(file, 'utf8'), (_key, value: unknown) => {
  if (!isObject(value) || value['x-extensible'] !== true) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'enum'));
});

const options = {strict: false, allErrors: true};
const bodies = new Ajv2020(options);
// What comes in a query is text; its schema speaks of numbers.
const parameters = new Ajv2020({...options, coerceTypes: true});
for (const ajv of [bodies, parameters]) {
  addFormats(ajv);
  if (isObject(document)) ajv.addSchema(document, 'contract');
}

/** The contract's path of an address below `/api`, such as `/payment/{payment_id}`. */
export function contractPath(path: string): string {
  const known = child(document, 'paths');
  const found = Object.keys(isObject(known) ? known : {}).find(template =>
    new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
  );
  if (found === undefined) throw new Error(`The contract has no path ${path}.`);
  return found;
}

/** What the contract has against an answer; nothing where it conforms. */
export function answerProblems(method: string, path: string, status: number, body: unknown): string[] {
  const pointer = ['paths', contractPath(path), method, 'responses', String(status)];
  return problems(bodies, [...resolved(pointer), 'content', 'application/json', 'schema'], body);
}

/** What the contract has against a request's body. */
export function bodyProblems(method: string, path: string, type: string, body: unknown): string[] {
  return problems(bodies, ['paths', contractPath(path), method, 'requestBody', 'content', type, 'schema'], body);
}

/** What the contract has against a request's query: unknown names count, as do missing ones. */
export function queryProblems(method: string, path: string, query: Record<string, string>): string[] {
  const pointer = ['paths', contractPath(path), method, 'parameters'];
  const list = look(pointer);
  const found: string[] = [];
  const names = new Set<string>();
  for (const [index, parameter] of Array.isArray(list) ? list.entries() : []) {
    const name = String(child(parameter, 'name'));
    if (child(parameter, 'in') !== 'query') continue;
    names.add(name);
    if (query[name] !== undefined) {
      found.push(...problems(parameters, [...pointer, String(index), 'schema'], query[name]));
    } else if (child(parameter, 'required') === true) found.push(`${name} is missing`);
  }
  return [...found, ...Object.keys(query).filter(name => !names.has(name))];
}

function problems(ajv: Ajv2020, pointer: string[], value: unknown): string[] {
  if (look(pointer) === undefined) return [`the contract has nothing at ${pointer.join(' > ')}`];
  const reference = `contract#/${pointer.map(escape).join('/')}`;
  const validate: ValidateFunction =
    ajv.getSchema(reference) ?? ajv.compile({$ref: reference} satisfies AnySchemaObject);
  return validate(value) ? [] : [ajv.errorsText(validate.errors)];
}

/** Follows a response that is a reference to a shared one. */
function resolved(pointer: string[]): string[] {
  const reference = child(look(pointer), '$ref');
  return typeof reference === 'string' ? reference.slice(2).split('/') : pointer;
}

function look(pointer: string[]): unknown {
  return pointer.reduce(child, document);
}

function child(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value[Number(name)];
  return isObject(value) ? value[name] : undefined;
}

function escape(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
