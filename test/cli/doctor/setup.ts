import assert from 'node:assert/strict';
import type {Finding} from '../../../src/cli/doctor/finding.js';
import {createSandbox} from '../../../src/sandbox/index.js';
import {createBuyFlow, type BuyFlowOptions} from '../../../src/server/index.js';
import {toNodeListener} from '../../../src/server/node/index.js';
import {freePort, listen} from '../../support/listen.js';

export const keys = {apiKey: 'ck_of_the_patient', apiSecret: 'cs_of_the_patient'};
/** The merchant's page, elsewhere than the adapter. */
export const shop = 'https://shop.example';

/** What is between the adapter and whoever calls it: `answer` asks the adapter. */
export type Proxy = (request: Request, answer: (request: Request) => Promise<Response>) => Promise<Response>;

/** The adapter on a loopback port, below `/cryptopocket`. Gives its address. */
export async function serveAdapter(
  proxy: Proxy = (request, answer) => answer(request),
  options: Partial<BuyFlowOptions> = {},
): Promise<string> {
  const sandbox = createSandbox({...keys, origin: 'http://localhost:4175'});
  const buyFlow = createBuyFlow({
    ...keys,
    baseUrl: 'http://localhost:4175/api',
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
    allowedOrigins: [shop],
    sendCode: () => undefined,
    ...options,
  });
  return `${await listen(toNodeListener((request, peer) => proxy(request, asked => buyFlow(asked, peer))))}/cryptopocket`;
}

/** The adapter behind something that changes the headers of its answers. */
export const withHeaders =
  (change: (headers: Headers, request: Request) => void): Proxy =>
  async (request, answer) => {
    const {status, body, headers} = await answer(request);
    const changed = new Headers(headers);
    change(changed, request);
    return new Response(body, {status, headers: changed});
  };

/** Fails unless nothing is wrong. */
export function allWell(findings: readonly Finding[]): void {
  assert.ok(findings.length > 0);
  const bad = findings.filter(({level}) => level === 'warning' || level === 'wrong');
  assert.deepEqual(bad, []);
}

/** The one finding of that check, which must be of that level. */
export function found(findings: readonly Finding[], level: Finding['level'], check: string): Finding & {fix?: string} {
  const [finding, ...more] = findings.filter(finding => finding.check === check && finding.level === level);
  assert.ok(finding, `no ${level} about ${check} in ${JSON.stringify(findings)}`);
  assert.deepEqual(more, []);
  return finding;
}

/** Fails unless `check` is wrong, in words that `message` fits and with a fix that `fix` fits. */
export function wrong(findings: readonly Finding[], check: string, message: RegExp, fix: RegExp): void {
  const finding = found(findings, 'wrong', check);
  assert.match(finding.message, message);
  assert.match(finding.fix ?? '', fix);
}

/** An address of this machine where nobody is. */
export const nowhere = async () => `http://127.0.0.1:${await freePort()}`;
