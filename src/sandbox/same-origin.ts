import type {MiddlewareHandler} from 'hono';

/**
 * Refuses what another website's page sends to a form of the sandbox. Programs send neither header, and may: the
 * sandbox has no secrets from who can reach it.
 */
export function refuseOtherOrigins(origin: string): MiddlewareHandler {
  const own = URL.canParse(origin) ? new URL(origin).origin : origin;
  return async ({req}, next) => {
    const harmless = req.method === 'GET' || req.method === 'HEAD';
    const site = req.header('sec-fetch-site');
    const from = req.header('origin');
    const asked = new URL(req.url);
    // Behind a proxy the request's own address may differ from the one that the browser knows.
    const known = from === undefined || from === own || from === asked.origin;
    const foreign = !known || (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (foreign && !harmless) {
      return Response.json({error: 'The sandbox takes this from its own pages only.'}, {status: 403});
    }
    return next();
  };
}
