import type {BuyFlow} from '../server/index.js';

/** What a supervisor asks: `/healthz`, whether the process lives, and `/readyz`, whether it can work. */
export interface Health {
  /** Nothing where the request asks for something else. */
  answer(request: Request): Promise<Response | undefined>;
  /** From now on this process is not ready for more. */
  stop(): void;
}

export function createHealth(buyFlow: Pick<BuyFlow, 'check'>): Health {
  let stopping = false;
  return {
    async answer({method, url}) {
      const {pathname} = new URL(url);
      if (method !== 'GET') return undefined;
      if (pathname === '/healthz') return respond(200, {live: true});
      if (pathname !== '/readyz') return undefined;
      if (stopping) return respond(503, {stopping});
      const {store, vendor} = await buyFlow.check();
      // With the vendor away, known payments and prices are still answered; taking every instance out would end that.
      return respond(store ? 200 : 503, {store, vendor});
    },
    stop() {
      stopping = true;
    },
  };
}

function respond(status: number, what: Record<string, boolean>): Response {
  return Response.json(what, {status, headers: {'cache-control': 'no-store'}});
}
