import {Hono} from 'hono';
import {createApi} from './api.js';
import {controlCalls} from './control.js';
import {controlPage} from './control-page.js';
import {gatewayPages} from './gateway-page.js';
import {inboxPages} from './inbox-page.js';
import {kycPages} from './kyc-page.js';
import {onboardingPages} from './onboarding-page.js';
import {notFound} from './page.js';
import {refuseOtherOrigins} from './same-origin.js';
import {stylesheet} from './style.js';
import type {SandboxOptions} from './world.js';
import {createWorld} from './world.js';

export type {SandboxOptions} from './world.js';
export type {MagicValue} from './scenarios.js';
export {magicValues} from './scenarios.js';

/** An emulated CryptoPocket. Its own work, not the vendor's; it moves no money and reaches nothing but webhooks. */
export interface Sandbox {
  /** The vendor's API below `/api`, the hosted pages, the inbox and the control page. */
  fetch(request: Request): Promise<Response>;
  /** Starts over; tokens and webhook subscriptions stay. */
  reset(): void;
  /** Resolves once no webhook is being delivered; for tests. */
  settled(): Promise<void>;
}

/**
 * Makes a vendor that lives in memory: one handler from `Request` to `Response`, for a server of its own or to be
 * handed in as somebody's `fetch`.
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const world = createWorld(options);
  const app = new Hono();
  app.route('/api', createApi(world));
  app.use(refuseOtherOrigins(options.origin));
  app.route('/', controlPage(world));
  app.route('/control', controlCalls(world));
  app.route('/', inboxPages(world));
  app.route('/', kycPages(world));
  app.route('/', onboardingPages(world));
  app.route('/', gatewayPages(world));
  app.get('/sandbox.css', context => context.body(stylesheet, 200, {'content-type': 'text/css; charset=utf-8'}));
  app.get('/favicon.ico', context => context.body(null, 204));
  app.notFound(notFound);
  return {
    fetch: async request => app.fetch(request),
    reset: () => {
      world.reset();
    },
    settled: () => world.webhooks.settled(),
  };
}
