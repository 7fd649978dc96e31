import type {RouteDefinition} from '../route.js';
import {assets} from './assets.js';
import {createCustomer, getCustomer, verifyCustomer} from './customers.js';
import {createHandoff, openHandoff} from './handoffs.js';
import {createPayment, getPayment} from './payments.js';
import {quotes} from './quotes.js';
import {createSession} from './sessions.js';
import {receiveWebhook} from './webhooks.js';

/** Every route of the adapter. A new one is a definition in this folder and a line here. */
export const routes: readonly RouteDefinition[] = [
  assets,
  quotes,
  createSession,
  createCustomer,
  verifyCustomer,
  getCustomer,
  createPayment,
  getPayment,
  createHandoff,
  openHandoff,
  receiveWebhook,
];
