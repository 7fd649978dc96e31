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
import type {World} from './world.js';

/** Creates the HTTP app of the sandbox: the API, the control API and the pages. */
export function createApp(world: World, origin: string): Hono {
  const app = new Hono();
  app.route('/api', createApi(world));
  app.use(refuseOtherOrigins(origin));
  app.route('/', controlPage(world));
  app.route('/control', controlCalls(world));
  app.route('/', inboxPages(world));
  app.route('/', kycPages(world));
  app.route('/', onboardingPages(world));
  app.route('/', gatewayPages(world));
  app.get('/sandbox.css', context => context.body(stylesheet, 200, {'content-type': 'text/css; charset=utf-8'}));
  app.get('/favicon.ico', context => context.body(null, 204));
  app.notFound(notFound);
  return app;
}
