import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import * as v from 'valibot';
import {parse} from 'yaml';
import {routeOf} from '../../src/server/http/router.js';

type Json = Record<string, unknown>;

/** As `docs/adapter.openapi.yaml` has it, but that nothing more may be in an answer than it says. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return inner['type'] === 'object' && 'properties' in inner ? {...inner, additionalProperties: false} : inner;
}

const operation = v.object({responses: v.record(v.string(), v.unknown())});
const shape = v.object({
  paths: v.record(v.string(), v.record(v.string(), operation)),
  components: v.object({schemas: v.record(v.string(), v.unknown())}),
});

const file = new URL('../../docs/adapter.openapi.yaml', import.meta.url);
const description = v.parse(shape, parse(readFileSync(file, 'utf8')));
const ajv = new Ajv2020({strict: false});
ajv.addSchema(closed({$id: 'adapter', components: description.components}) as Json);
const checks = new Map<string, ValidateFunction>();

function checkFor(name: string): ValidateFunction {
  const check = checks.get(name) ?? ajv.compile({$ref: `adapter#/components/schemas/${name}`});
  checks.set(name, check);
  return check;
}

/** The schema's name in what a description says of one status. */
function schemaIn(response: unknown): string | undefined {
  return /"#\/components\/schemas\/(\w+)"/.exec(JSON.stringify(response))?.[1];
}

/** The operations that are described, such as `GET /payments/{id}`. */
export const described = Object.entries(description.paths).flatMap(([path, operations]) =>
  Object.keys(operations).map(method => `${method.toUpperCase()} ${path}`),
);

/** Fails unless an answer to `METHOD` on `pathname` is one that the adapter's description has. */
export function assertDescribed(method: string, pathname: string, status: number, text: string): void {
  const what = `${method} ${pathname}: ${status} ${text}`;
  const path = routeOf(pathname).route.replace(/:(\w+)/g, '{$1}');
  const responses = description.paths[path]?.[method.toLowerCase()]?.responses;
  const response = responses?.[String(status)];
  if (response === undefined && status >= 400) {
    const check = checkFor('ProblemAnswer');
    assert.ok(check(JSON.parse(text)), `${what}: ${ajv.errorsText(check.errors)}`);
    return;
  }
  if (method === 'OPTIONS') return;
  assert.ok(response !== undefined, `${what} is not described`);
  const name = schemaIn(response);
  if (name === undefined) return;
  const check = checkFor(name);
  assert.ok(check(JSON.parse(text)), `${what}: ${ajv.errorsText(check.errors)}`);
}
