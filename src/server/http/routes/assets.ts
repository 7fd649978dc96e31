import {defineRoute} from '../route.js';

export const assets = defineRoute({
  method: 'GET',
  path: '/assets',
  summary: 'Coins and chains that can be bought',
  auth: 'none',
  callers: 'pages',
  limit: 'market',
  responses: {200: 'Assets'},
  handle: async (_input, {market}) => ({status: 200, body: {assets: await market.assets()}}),
});
