import {quoteRequest} from '../request-schemas.js';
import {defineRoute} from '../route.js';

export const quotes = defineRoute({
  method: 'GET',
  path: '/quotes',
  summary:
    'What `amount` of euros buys of `asset` on `chain` by `paymentType`: an estimate, and for how many seconds it holds',
  auth: 'none',
  callers: 'pages',
  limit: 'market',
  query: quoteRequest,
  responses: {200: 'QuoteAnswer'},
  handle: async ({query}, {market}) => ({status: 200, body: await market.quote(query)}),
});
