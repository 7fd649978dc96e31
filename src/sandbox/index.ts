import {loadOptional} from '../optional-package.js';
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
  const loading = loadOptional('cryptopocket-buy/sandbox', 'hono', () => import('./app.js'));
  const app = loading.then(({createApp}) => createApp(world, options.origin));
  return {
    fetch: async request => (await app).fetch(request),
    reset: () => {
      world.reset();
    },
    settled: () => world.webhooks.settled(),
  };
}
