import type {MiddlewareHandler} from 'hono';

/**
 * Rejects forms that another website's page sends. Programs send neither header and are accepted, because the sandbox holds
 * no secrets.
 */
export function refuseOtherOrigins(origin: string): MiddlewareHandler {
  const own = URL.canParse(origin) ? new URL(origin).origin : origin;
  return async ({req}, next) => {
    const harmless = req.method === 'GET' || req.method === 'HEAD';
    const site = req.header('sec-fetch-site');
    const from = req.header('origin');
    const asked = new URL(req.url);
    // Behind a proxy, the URL of the request may differ from the one that the browser uses.
    const known = from === undefined || from === own || from === asked.origin;
    const foreign = !known || (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (foreign && !harmless) {
      return Response.json({error: 'The sandbox takes this from its own pages only.'}, {status: 403});
    }
    return next();
  };
}
