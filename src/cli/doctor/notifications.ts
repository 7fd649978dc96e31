import {createHmac} from 'node:crypto';
import {BODY_CONSUMED, mountBeforeParsers} from './adapter.js';
import {findingsOf, type Finding} from './finding.js';
import {probe} from './probe.js';

/** Acts as the vendor: checks that the adapter accepts a signed webhook and rejects an unsigned one. */
export async function checkNotifications(adapter: string, apiSecret: string): Promise<Finding> {
  const {ok, wrong} = findingsOf('webhooks');
  const url = `${adapter.replace(/\/+$/, '')}/webhooks`;
  const {status: signed, text} = await notify(url, apiSecret);
  if (BODY_CONSUMED.test(text))
    return wrong('Something reads the notification’s body before the adapter can.', mountBeforeParsers);
  if (typeof signed === 'string')
    return wrong(`A notification is not answered: ${signed}.`, 'Let POST requests reach the adapter.');
  if (signed === 404) {
    return wrong(
      'A notification with a good signature is refused.',
      'Give the adapter the same CRYPTOPOCKET_API_SECRET as the doctor, keep its clock right, and have nothing in front of ' +
        'it change bodies or the headers X-Timestamp and X-Signature.',
    );
  }
  if (signed !== 200) {
    return wrong(
      `A notification is answered with HTTP ${signed}.`,
      'Mount the adapter for POST as well, and keep log-in pages, CSRF checks and bot checks away from its /webhooks.',
    );
  }
  const {status: forged} = await notify(url, `not ${apiSecret}`);
  if (forged === 404) return ok('A signed notification is taken, and a forged one refused.');
  return wrong('A forged notification is not refused.', 'Make sure that the adapter itself answers at its /webhooks.');
}

/** Resolves with the HTTP status, or the reason if there is none, and the body. The webhook names no payment, so it has no effect. */
async function notify(url: string, secret: string): Promise<{status: number | string; text: string}> {
  const body = '{ "type": "PAY_IN", "data": {} }';
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret)
    .update(body + timestamp)
    .digest('hex');
  const headers = {'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature};
  const visited = await probe(url, {method: 'POST', headers, body});
  if (typeof visited === 'string') return {status: visited, text: ''};
  return {status: visited.response.status, text: visited.text};
}
