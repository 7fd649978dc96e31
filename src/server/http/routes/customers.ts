import {customerRequest, verificationRequest, waitRequest} from '../request-schemas.js';
import {defineRoute} from '../route.js';
import {waitOptions} from '../wait-options.js';

export const createCustomer = defineRoute({
  method: 'POST',
  path: '/customers',
  summary: 'Takes email and name; sends a code, or registers a new customer',
  auth: 'session',
  callers: 'pages',
  body: customerRequest,
  responses: {200: 'Session', 202: 'VerificationSent'},
  async handle({claims, body: {email, name, locale}, clientIp}, {customers, sessions}) {
    const request = {name, locale, ...(email === undefined ? {} : {email})};
    const started = await customers.startGuest(claims, request, clientIp);
    if ('verification' in started) return {status: 202, body: started};
    return {status: 200, body: await sessions.issue(started)};
  },
});

export const verifyCustomer = defineRoute({
  method: 'POST',
  path: '/customers/verification',
  summary: 'Takes the code; answers a session that owns the customer',
  auth: 'session',
  callers: 'pages',
  body: verificationRequest,
  responses: {200: 'Session'},
  handle: async ({claims, body, clientIp}, {customers, sessions}) => ({
    status: 200,
    body: await sessions.issue(await customers.verify(claims, body, clientIp)),
  }),
});

export const getCustomer = defineRoute({
  method: 'GET',
  path: '/customers/me',
  summary: 'KYC status, and the link to the identity check while it is needed',
  auth: 'session',
  callers: 'pages',
  longPoll: true,
  query: waitRequest,
  responses: {200: 'Customer'},
  handle: ({claims, query, context}, {customers}) =>
    // A promise chain instead of an async function, whose frame would stay in memory for every waiting buyer.
    customers.status(claims, query.known, waitOptions(query, context)).then(body => ({status: 200, body})),
});
