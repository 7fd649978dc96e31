/** The merchant's side of the demo: the adapter, with what only a demo wants. */
import {createBuyFlow, type BuyFlow, type BuyFlowOptions, type CodeMessage} from '../src/server/index.js';

export interface Shop {
  apiKey: string;
  apiSecret: string;
  baseUrl: string;
  pageOrigin: string;
  /** Where codes go: the inbox of a sandbox. Without one they are printed here, as the demo knows no mail server. */
  inbox?: ((request: Request) => Promise<Response>) | undefined;
  /** Asks the vendor. */
  fetch?: BuyFlowOptions['fetch'];
}

export function createShop({apiKey, apiSecret, baseUrl, pageOrigin, inbox, fetch}: Shop): BuyFlow {
  const sendCode = async ({email, code, locale}: CodeMessage): Promise<void> => {
    if (!inbox) {
      console.log(`Code for ${email}: ${code}`);
      return;
    }
    const headers = {'content-type': 'application/json'};
    const body = JSON.stringify({to: email, code, locale});
    const sent = await inbox(new Request(new URL('/inbox/messages', baseUrl), {method: 'POST', headers, body}));
    if (!sent.ok) throw new Error(`the inbox answered ${sent.status}`);
  };
  return createBuyFlow({
    apiKey,
    apiSecret,
    baseUrl,
    ...(fetch ? {fetch} : {}),
    sendCode,
    allowedOrigins: [pageOrigin],
    returnUrl: `${pageOrigin}/`,
    // Nobody who tries things out waits like a buyer, and everybody asks for more codes than one.
    polling: {kycFirst: 1, kycLongest: 5, notifiedFirst: 2, notifiedLongest: 5},
    limits: {codesPerMailbox: 1000, codesPerAddress: 1000, sessions: 1000, market: 1000, payments: 1000},
    log: entry => {
      if (entry.level !== 'info') console.error(JSON.stringify(entry));
    },
  });
}
