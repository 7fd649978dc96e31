import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import * as v from 'valibot';
import {Ajv2020} from 'ajv/dist/2020.js';
import {parse} from 'yaml';
import {CryptopocketApiError, CryptopocketConnectionError} from '../../../src/server/cryptopocket/errors.js';
import {documentTypes} from '../../../src/server/cryptopocket/document-types.js';
import type {VendorClient} from '../../../src/server/cryptopocket/api.js';
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

const calls: [route: string, call: (vendor: VendorClient) => Promise<unknown>][] = [
  ['GET /quote', vendor => vendor.quote(order)],
  ['GET /kyc/check', vendor => vendor.kycStatus('5001')],
  ['GET /customers/list', vendor => vendor.listCustomers({})],
  ['GET /payment/{payment_id}', vendor => vendor.payment('gA1bC2dE3fG4hI5jK6lM7nO8q')],
  [
    'POST /registerUser',
    vendor =>
      vendor.registerCustomer({
        email: 'ada@example.org',
        name: 'Ada',
        callbackUrl: 'https://shop.test',
        extra: {country: 'ES'},
      }),
  ],
  ['POST /onboarding-form', vendor => vendor.enhancedVerificationUrl('5001')],
  ['POST /createGuidedPayment', vendor => vendor.createGuidedPayment({...guided, externalId: 'remit-77'})],
  [
    'POST /createPayment',
    vendor => vendor.createPayment({...direct, externalId: 'ord-1', callbackUrl: 'https://s.test'}),
  ],
  ['POST /subscribeToWebhook', vendor => vendor.subscribe('PAY_IN', 'https://shop.test/hooks')],
  [
    'POST /register/company',
    vendor => vendor.registerCompany({email: 'ops@widgets.example', companyName: 'Widgets Iberia S.L.'}),
  ],
  ['POST /registerUser/kyc-delegated', vendor => vendor.registerCustomerWithDelegatedKyc({name: 'Ada'})],
  [
    'POST /customers/{user_id}/documents',
    vendor =>
      vendor.uploadDocument({customerId: '5001', type: 'payslip', file: 'data:application/pdf;base64,JVBERi0xLjcK'}),
  ],
  [
    'POST /createRampoff',
    vendor =>
      vendor.createOffRamp({
        customerId: '5001',
        amount: '50',
        asset: 'USDT',
        chain: 'bsc',
        iban: 'ES9121000418450200051332',
        bankName: 'Bank',
      }),
  ],
  ['GET /getRampoff', vendor => vendor.offRamp('rA1bC2dE3fG4hI5jK6lM7nO8q')],
  ['POST /updateWebhookSubscription', vendor => vendor.updateSubscription('COINS_SENT', 'https://shop.test/v2')],
];

const ajv = new Ajv2020({strict: false, validateFormats: false});
ajv.addSchema(v.parse(v.looseObject({}), contract), 'contract');

for (const [route, call] of calls) {
  const [method = '', path = ''] = route.split(' ');
  const {requestBody, responses} = v.parse(operation, paths[path]?.[method.toLowerCase()]);
  const asked = route.replace('{payment_id}', 'gA1bC2dE3fG4hI5jK6lM7nO8q').replace('{user_id}', '5001');
  const {example, examples = {}} = responses['200']?.content?.['application/json'] ?? {};
  const values = [...Object.values(examples).map(({value}) => value), ...(example === undefined ? [] : [example])];

  for (const value of values) {
    test(`${route} understands the contract's ${JSON.stringify(value).slice(0, 60)}…`, async () => {
      const {vendor} = fakeVendor({[asked]: JSON.stringify(value)});
      const error = await call(vendor).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (error === undefined) return;
      // A token that is refused is the only error of the contract that ends a call without a verdict.
      const known =
        error instanceof CryptopocketApiError ||
        (error instanceof CryptopocketConnectionError && error.code === 'busy');
      assert.ok(known);
    });
  }

  if (requestBody) {
    test(`${route} is asked as the contract says`, async () => {
      const {vendor, of} = fakeVendor({});
      await call(vendor).catch(() => undefined);
      const [type = ''] = Object.keys(requestBody.content);
      const pointer = ['paths', path, method.toLowerCase(), 'requestBody', 'content', type, 'schema'];
      const schema = `contract#/${pointer.map(step => encodeURIComponent(step.replaceAll('/', '~1'))).join('/')}`;
      const sent = of(asked)[0]?.body ?? '';
      const body: unknown = type.endsWith('json') ? JSON.parse(sent) : Object.fromEntries(new URLSearchParams(sent));
      assert.ok(ajv.validate({$ref: schema}, body), ajv.errorsText());
    });
  }
}

test('the types of documents are those of the contract', () => {
  const {components} = v.parse(
    v.object({components: v.object({schemas: v.object({DocumentType: v.object({enum: v.array(v.string())})})})}),
    contract,
  );
  assert.deepEqual([...documentTypes], components.schemas.DocumentType.enum);
});
