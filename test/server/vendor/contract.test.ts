import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import * as v from 'valibot';
import {Ajv2020} from 'ajv/dist/2020.js';
import {parse} from 'yaml';
import type {Vendor} from '../../../src/server/vendor/vendor.js';
import {direct, fakeVendor, guided, order} from './fake-vendor.js';

const file = new URL('../../contract/openapi.yaml', import.meta.url);
const media = v.object({
  example: v.optional(v.unknown()),
  examples: v.optional(v.record(v.string(), v.object({value: v.unknown()}))),
});
const operation = v.object({
  requestBody: v.optional(v.object({content: v.record(v.string(), v.unknown())})),
  responses: v.record(v.string(), v.object({content: v.optional(v.record(v.string(), media))})),
});
const contract: unknown = parse(readFileSync(file, 'utf8'));
const {paths} = v.parse(v.object({paths: v.record(v.string(), v.record(v.string(), v.unknown()))}), contract);

const calls: [route: string, call: (vendor: Vendor) => Promise<unknown>][] = [
  ['GET /quote', vendor => vendor.quote(order)],
  ['GET /kyc/check', vendor => vendor.kycStatus('5001')],
  ['GET /customers/list', vendor => vendor.listCustomers({})],
  ['GET /payment/{payment_id}', vendor => vendor.payment('gA1bC2dE3fG4hI5jK6lM7nO8q')],
  [
    'POST /registerUser',
    vendor => vendor.registerCustomer({email: 'ada@example.org', name: 'Ada', callbackUrl: 'https://shop.test'}),
  ],
  ['POST /onboarding-form', vendor => vendor.enhancedVerificationUrl('5001')],
  ['POST /createGuidedPayment', vendor => vendor.createGuidedPayment({...guided, externalId: 'remit-77'})],
  [
    'POST /createPayment',
    vendor => vendor.createPayment({...direct, externalId: 'ord-1', callbackUrl: 'https://s.test'}),
  ],
  ['POST /subscribeToWebhook', vendor => vendor.subscribe('PAY_IN', 'https://shop.test/hooks')],
];

const ajv = new Ajv2020({strict: false, validateFormats: false});
ajv.addSchema(v.parse(v.looseObject({}), contract), 'contract');

for (const [route, call] of calls) {
  const [method = '', path = ''] = route.split(' ');
  const {requestBody, responses} = v.parse(operation, paths[path]?.[method.toLowerCase()]);
  const asked = route.replace('{payment_id}', 'gA1bC2dE3fG4hI5jK6lM7nO8q');
  const {example, examples = {}} = responses['200']?.content?.['application/json'] ?? {};
  const values = [...Object.values(examples).map(({value}) => value), ...(example === undefined ? [] : [example])];

  for (const value of values) {
    test(`${route} understands the contract's ${JSON.stringify(value).slice(0, 60)}…`, async () => {
      const {vendor} = fakeVendor({[asked]: JSON.stringify(value)});
      const error = await call(vendor).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (error !== undefined) assert.ok(error instanceof Error && error.name === 'VendorRefusal');
    });
  }

  if (requestBody) {
    test(`${route} is asked as the contract says`, async () => {
      const {vendor, of} = fakeVendor({});
      await call(vendor).catch(() => undefined);
      const [type = ''] = Object.keys(requestBody.content);
      const pointer = ['paths', path, method.toLowerCase(), 'requestBody', 'content', type, 'schema'];
      const schema = `contract#/${pointer.map(step => encodeURIComponent(step.replaceAll('/', '~1'))).join('/')}`;
      const sent = of(route)[0]?.body ?? '';
      const body: unknown = type.endsWith('json') ? JSON.parse(sent) : Object.fromEntries(new URLSearchParams(sent));
      assert.ok(ajv.validate({$ref: schema}, body), ajv.errorsText());
    });
  }
}
