import {loadOptional} from '../optional-package.js';
import type {SandboxOptions} from './world.js';
import {createWorld} from './world.js';

export type {SandboxOptions} from './world.js';
export type {MagicValue} from './scenarios.js';
export {magicValues} from './scenarios.js';

/** An emulator of CryptoPocket. It is not made by the vendor, moves no money and sends no requests except webhooks. */
export interface Sandbox {
  /** Answers requests to the vendor's API below `/api`, the hosted pages, the inbox and the control page. */
  fetch(request: Request): Promise<Response>;
  /** Resets all data except tokens and webhook subscriptions. */
  reset(): void;
  /** Resolves when no webhook is being delivered. For tests. */
  settled(): Promise<void>;
}

/**
 * Creates an in-memory emulator of the vendor. Serve its `fetch` as a server, or pass it to the adapter as the option `fetch`.
 *
 * @example
 * const sandbox = createSandbox({apiKey: 'key', apiSecret: 'secret', origin: 'http://localhost:4175'});
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
