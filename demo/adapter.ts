/** The merchant's backend: the adapter as a plain Node server. */
import {createBuyFlow, type CodeMessage} from '../src/server/index.js';
import {serve} from './serve.js';
import {settings} from './settings.js';

const {apiKey, apiSecret, baseUrl, sandboxOrigin, adapterOrigin, adapterPort, pageOrigin} = settings;

/** With the sandbox, codes go to its inbox; with the vendor, to this terminal, as the demo knows no mail server. */
async function sendCode({email, code, locale}: CodeMessage): Promise<void> {
  if (sandboxOrigin === undefined) {
    console.log(`Code for ${email}: ${code}`);
    return;
  }
  const sent = await fetch(`${sandboxOrigin}/inbox/messages`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({to: email, code, locale}),
  });
  if (!sent.ok) throw new Error(`the inbox answered ${sent.status}`);
}

const buyFlow = createBuyFlow({
  apiKey,
  apiSecret,
  baseUrl,
  sendCode,
  allowedOrigins: [pageOrigin],
  returnUrl: `${pageOrigin}/`,
  // Whoever tries things out here asks for more codes than a buyer would.
  // Nobody who tries things out waits like a buyer.
  polling: {kycFirst: 1, kycLongest: 5, notifiedFirst: 2, notifiedLongest: 5},
  limits: {codesPerMailbox: 1000, codesPerAddress: 1000, sessions: 1000, market: 1000, payments: 1000},
  log: entry => {
    if (entry.level !== 'info') console.error(JSON.stringify(entry));
  },
});
serve('adapter', adapterPort, buyFlow);

if (sandboxOrigin !== undefined) {
  buyFlow.subscribe(`${adapterOrigin}/cryptopocket/webhooks`).catch((error: unknown) => {
    console.error('No notifications; the adapter asks by itself.', error);
  });
}
