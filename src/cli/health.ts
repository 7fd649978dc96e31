import type {BuyFlow} from '../server/index.js';

/** Health checks: `/healthz` for liveness, `/readyz` for readiness. */
export interface Health {
  /** Resolves with `undefined` for any other request. */
  answer(request: Request): Promise<Response | undefined>;
  /** From now on, this process reports that it is not ready. */
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
      // Ready even if the vendor is down: known payments and prices are still answered.
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
