import type {PaymentCreated} from '../../../contract/api.js';
import {paymentRequest, waitRequest} from '../request-schemas.js';
import {defineRoute} from '../route.js';
import {waitOptions} from '../wait-options.js';

export const createPayment = defineRoute({
  method: 'POST',
  path: '/payments',
  summary: 'Creates the payment, a direct one where a `wallet` is given; needs `Idempotency-Key`',
  auth: 'session',
  callers: 'pages',
  idempotencyKey: true,
  body: paymentRequest,
  responses: {201: 'PaymentCreated'},
  async handle({claims, idempotencyKey, body: {externalId, wallet, ...order}}, {payments, sessions}) {
    const request = {
      ...order,
      ...(externalId === undefined ? {} : {externalId}),
      ...(wallet === undefined ? {} : {wallet}),
    };
    const payment = await payments.create(claims, idempotencyKey, request);
    const resume = await sessions.issueResumeToken({...claims, payment: payment.id});
    return {status: 201, body: {payment, resume} satisfies PaymentCreated};
  },
});

export const getPayment = defineRoute({
  method: 'GET',
  path: '/payments/:id',
  summary: 'The payment; another buyer’s answers 404',
  auth: 'session',
  callers: 'pages',
  longPoll: true,
  query: waitRequest,
  responses: {200: 'Payment'},
  handle: ({claims, query, context}, {payments}) =>
    // No async function, for the same reason as in `getCustomer`.
    payments.status(claims, context.id, query.known, waitOptions(query, context)).then(body => ({status: 200, body})),
});
