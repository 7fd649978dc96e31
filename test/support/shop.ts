/** A merchant's shop whose pages and headers a test chooses, with the adapter and the emulated vendor in this process. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createReadStream, existsSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {fileURLToPath} from 'node:url';
import {createSandbox} from '../../src/sandbox/index.js';
import {createBuyFlow} from '../../src/server/index.js';
import {toNodeListener} from '../../src/server/node/index.js';
import type {SandboxState} from '../../src/testing/index.js';
import {example} from '../readme/readme.js';
import type {Tab} from './engines.js';

const keys = {apiKey: 'key-of-the-shop', apiSecret: 'secret-of-the-shop'};
const files = fileURLToPath(new URL('../../dist/cdn', import.meta.url));

/** The policy that the README gives for a page with the element on it. */
export const strictest = example('policy').trim().replace(/\s+/g, ' ');

/** Tells the shop of errors and broken policies, from before anything else runs. */
const watch = `
const tell = text => navigator.sendBeacon('/reports', text);
document.addEventListener('securitypolicyviolation', e => tell('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
addEventListener('error', e => tell('error: ' + e.message), true);
addEventListener('unhandledrejection', e => tell('rejection: ' + e.reason));
for (const name of ['error', 'warn']) {
  const log = console[name];
  console[name] = (...words) => { tell(name + ': ' + words.join(' ')); log.apply(console, words); };
}`;

export interface Site {
  status?: number;
  html: string;
  headers?: Record<string, string>;
}

export class Shop {
  /** What went wrong on pages that begin with the script `/watch.js`. */
  readonly reports: string[] = [];
  readonly #pages: Record<string, Site>;
  readonly #codes = new Map<string, string>();
  readonly #close: (() => void)[] = [];
  /** Files of the script-tag build that were asked for, with their queries. */
  readonly asked: string[] = [];
  /** Whether such a file cannot be had now. */
  breaks: (file: string) => boolean = () => false;
  origin = '';
  vendor = '';

  private constructor(pages: Record<string, Site>) {
    this.#pages = pages;
  }

  /** Opens with `pages`, by path; `/assets/` has the files of the script-tag build, which has to be there. */
  static async open(pages: Record<string, Site>): Promise<Shop> {
    const shop = new Shop(pages);
    let vendor: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
    let adapter = vendor;
    shop.vendor = await shop.#listen((request, response) => {
      vendor(request, response);
    });
    shop.origin = await shop.#listen((request, response) => {
      if (request.url?.startsWith('/cryptopocket/')) adapter(request, response);
      else shop.#serve(request, response);
    });
    const sandbox = createSandbox({...keys, origin: shop.vendor});
    vendor = toNodeListener(request => sandbox.fetch(request));
    const buyFlow = createBuyFlow({
      ...keys,
      baseUrl: `${shop.vendor}/api`,
      returnUrl: `${shop.origin}/`,
      sendCode: ({email, code}) => {
        shop.#codes.set(email, code);
        return Promise.resolve();
      },
      // All buyers of a file of tests come from one address.
      limits: {codesPerMailbox: 1000, codesPerAddress: 1000, sessions: 1000, market: 1000, payments: 1000},
      polling: {kycFirst: 0.3, kycLongest: 1, notifiedFirst: 0.3, notifiedLongest: 1},
    });
    adapter = toNodeListener(buyFlow);
    await shop.#control('settle', {ms: 300});
    return shop;
  }

  close(): void {
    for (const close of this.#close) close();
  }

  async payments(): Promise<SandboxState['payments']> {
    const response = await fetch(`${this.vendor}/control/state`);
    return ((await response.json()) as SandboxState).payments;
  }

  codeFor(email: string): string {
    const code = this.#codes.get(email);
    assert.ok(code, `no code for ${email}`);
    return code;
  }

  /** A new buyer, at the first step of `tab`, goes on to the identity check. */
  async identifies(tab: Tab, email: string): Promise<void> {
    await tab.reads('price good until');
    await tab.clicks('Continue');
    await tab.sees('Your details');
    await tab.fills('E-mail', email);
    await tab.fills('Full name', 'Ada Byron');
    await tab.clicks('Continue');
    await tab.sees('Check your e-mail');
    await tab.fills('Code', this.codeFor(email));
    await tab.sees('Verify your identity');
  }

  /** Goes through the vendor's page of the identity check, until the element shows the last look before paying. */
  async passesCheck(tab: Tab, page: Tab): Promise<void> {
    await page.ticks('[type="checkbox"]');
    await page.clicks('Submit');
    await page.holds(`!document.querySelector('[type="checkbox"]')`);
    await page.close();
    await tab.sees('Review and pay');
    await tab.reads('price is good until');
  }

  async pays(page: Tab): Promise<void> {
    await page.fills('Wallet', '0x1111111111111111111111111111111111111111');
    await page.clicks('Pay');
    await page.holds(`!document.querySelector('fieldset')`);
    await page.close();
  }

  async #control(path: string, body: unknown): Promise<void> {
    const headers = {'content-type': 'application/json'};
    await fetch(`${this.vendor}/control/${path}`, {method: 'POST', headers, body: JSON.stringify(body)});
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').replace(/\?.*/, '');
    const site = this.#pages[path];
    const file = `${files}/${path.replace('/assets/', '')}`;
    if (path === '/reports') {
      let body = '';
      request.on('data', (data: Buffer) => (body += data.toString()));
      request.on('end', () => {
        this.reports.push(body);
        response.writeHead(204).end();
      });
    } else if (path === '/watch.js') {
      response.writeHead(200, {'content-type': 'text/javascript'}).end(watch);
    } else if (site) {
      const {status = 200, html, headers} = site;
      response.writeHead(status, {'content-type': 'text/html; charset=utf-8', ...headers}).end(html);
    } else if (path.startsWith('/assets/') && this.#isBroken(request)) {
      response.writeHead(503).end();
    } else if (path.startsWith('/assets/') && existsSync(file)) {
      response.writeHead(200, {'content-type': 'text/javascript', 'access-control-allow-origin': '*'});
      createReadStream(file).pipe(response);
    } else {
      response.writeHead(404).end();
    }
  }

  #isBroken({url = ''}: IncomingMessage): boolean {
    this.asked.push(url);
    return this.breaks(url);
  }

  async #listen(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer(listener);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#close.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    return `http://localhost:${address.port}`;
  }
}
