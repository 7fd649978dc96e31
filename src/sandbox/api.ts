import {Hono} from 'hono';
import {stringify} from 'lossless-json';
import {bankAccounts, bankAccountTransactions} from './bank-calls.js';
import type {Answer, Operation} from './call.js';
import {failure, readBody, WithStatus} from './call.js';
import {createGuidedPayment, createPayment} from './create-payment.js';
import {
  checkKyc,
  createOnboardingForm,
  listCustomers,
  registerCompany,
  registerUser,
  registerWithDelegatedKyc,
} from './customer-calls.js';
import {uploadDocument} from './document-calls.js';
import {withFaults} from './faults.js';
import {authenticate, availableAssets, getPayment, quote, subscribe, updateSubscription} from './market-calls.js';
import {createOffRamp, getOffRamp} from './off-ramp-calls.js';
import type {World} from './world.js';

interface Route {
  /** The name in the control page and in faults. */
  name: string;
  method: 'GET' | 'POST';
  path: string;
  body: 'json' | 'form';
  /** `optional`: works without a token, but rejects an invalid one. */
  token: 'required' | 'optional' | 'none';
  run: Operation;
}

const get = (name: string, run: Operation): Route => ({
  name,
  method: 'GET',
  path: `/${name}`,
  body: 'json',
  token: 'required',
  run,
});
const post = (name: string, run: Operation): Route => ({...get(name, run), method: 'POST'});

const routes: readonly Route[] = [
  {...post('authenticate', authenticate), token: 'none'},
  get('available-assets', availableAssets),
  get('quote', quote),
  post('registerUser', registerUser),
  post('registerUser/kyc-delegated', registerWithDelegatedKyc),
  post('register/company', registerCompany),
  get('kyc/check', checkKyc),
  get('customers/list', listCustomers),
  post('onboarding-form', createOnboardingForm),
  {...post('customers/documents', uploadDocument), path: '/customers/:id/documents'},
  post('createGuidedPayment', createGuidedPayment),
  post('createPayment', createPayment),
  // The vendor's samples read a payment and an off-ramp without a token.
  {...get('payment', getPayment), path: '/payment/:id', token: 'optional'},
  post('createRampoff', createOffRamp),
  {...get('getRampoff', getOffRamp), token: 'optional'},
  get('banking/accounts', bankAccounts),
  {...get('banking/accounts/transactions', bankAccountTransactions), path: '/banking/accounts/:id/transactions'},
  {...post('subscribeToWebhook', subscribe), body: 'form'},
  {...post('updateWebhookSubscription', updateSubscription), body: 'form'},
];

export const operations: readonly string[] = routes.map(({name}) => name);

/** Creates the vendor's API, to be mounted at `/api`. */
export function createApi(world: World): Hono {
  const api = new Hono();
  for (const route of routes) {
    api.on(route.method, route.path, context => {
      const token = context.req.header('auth');
      const expireToken = () => {
        if (token !== undefined) world.tokens.revoke(token);
      };
      return withFaults({...world, expireToken}, route.name, async () => {
        const accepted = world.tokens.accepts(token);
        const needed = route.token === 'required' || (route.token === 'optional' && token !== undefined);
        if (needed && !accepted) return json(failure(world, 'authorization_incorrect'));
        const body = route.method === 'POST' ? await readBody(context.req.raw, route.body) : {};
        const id = context.req.param('id') ?? '';
        return json(route.run(world, {token: accepted ? token : '', query: context.req.query(), body, id}));
      });
    });
  }
  api.all('*', () => Response.json({message: 'Not Found'}, {status: 404}));
  return api;
}

/** Keeps all digits of numbers, because coins must not become floats. */
function json(given: Answer | WithStatus): Response {
  const {status, answer} = given instanceof WithStatus ? given : new WithStatus(200, given);
  return new Response(stringify(answer), {status, headers: {'content-type': 'application/json'}});
}
