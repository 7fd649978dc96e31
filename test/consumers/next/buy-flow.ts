// buy-flow.ts
import {createBuyFlow} from 'cryptopocket-buy/server';

const {CRYPTOPOCKET_API_KEY: apiKey = '', CRYPTOPOCKET_API_SECRET: apiSecret = ''} = process.env;
const {CRYPTOPOCKET_BASE_URL: baseUrl = 'https://sandbox.cryptopocket.io/api'} = process.env;

export const buyFlow = createBuyFlow({apiKey, apiSecret, baseUrl, allowedOrigins: ['https://app.example']});
