import type {CodeMessage} from '../server/index.js';
import {isLocal} from './doctor/probe.js';
import type {Environment} from './environment.js';
import {sandboxKeys} from './sandbox.js';

/** Whether the vendor is `cryptopocket-buy sandbox` on this machine. Its inbox shows codes to everyone. */
export function isSandbox({CRYPTOPOCKET_API_KEY, CRYPTOPOCKET_BASE_URL}: Environment): boolean {
  return CRYPTOPOCKET_API_KEY === sandboxKeys.apiKey && isLocal(new URL(CRYPTOPOCKET_BASE_URL));
}

/** Creates a `sendCode` that delivers codes to the inbox of the sandbox at `baseUrl`. */
export function inboxSender(baseUrl: string): (message: CodeMessage) => Promise<void> {
  const {origin} = new URL(baseUrl);
  return async ({email, code, locale}) => {
    const response = await fetch(`${origin}/inbox/messages`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({to: email, code, locale}),
    });
    if (!response.ok) throw new Error(`the sandbox's inbox answered HTTP ${response.status}`);
  };
}
