/**
 * The route at the end of a path, so that the adapter need not be told where it is mounted. No payment is called like a
 * route, and no code is, so that it may even be mounted at `/payments`.
 */
const paths =
  /\/(?:sessions|assets|quotes|customers(?:\/(?:me|verification))?|(payments|handovers)(?:\/(?!(?:sessions|assets|quotes|customers|payments|handovers|webhooks)\/?$)([^/]+))?|webhooks)\/?$/;

/** The route that `pathname` ends with, and what stands for `:id` or `:code`; `other` where it is none of ours. */
export function routeOf(pathname: string): {route: string; id: string} {
  const [path, of, id] = paths.exec(pathname) ?? [];
  if (path === undefined) return {route: 'other', id: ''};
  if (id === undefined) return {route: path.replace(/\/$/, ''), id: ''};
  return {route: of === 'payments' ? '/payments/:id' : '/handovers/:code', id: decoded(id)};
}

/** Routes that others than the merchant's pages call: the vendor, whose signature says so, and a phone's camera app. */
export const routesForAll: ReadonlySet<string> = new Set(['/webhooks', '/handovers/:code']);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
