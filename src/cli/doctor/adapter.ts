import {findingsOf, type Finding} from './finding.js';
import {isLocal, probe, type ProbeResult} from './probe.js';

/** An origin that no merchant allows, because the top-level domain `invalid` is reserved. */
const unknownOrigin = 'https://stranger.invalid';

/** Request headers of the page, which need a CORS preflight. */
const sentHeaders = ['authorization', 'content-type', 'idempotency-key'];

/** Checks that a page of `origin` can use the adapter at `address`, and pages of other origins cannot. */
export async function checkAdapter(address: string, origin: string): Promise<Finding[]> {
  const {wrong} = findingsOf('adapter');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return [
      wrong(
        '--adapter is no http(s) address.',
        'Give it as the page reaches it, such as https://shop.example/cryptopocket.',
      ),
    ];
  }
  const base = (url.origin + url.pathname).replace(/\/+$/, '');
  const findings: Finding[] = [];
  if (url.protocol === 'http:' && !isLocal(url)) {
    findings.push(wrong('It is not encrypted.', 'Put a proxy that speaks HTTPS in front of it.'));
  }
  const visited = await probe(`${base}/assets`, {headers: {origin}});
  const answer = assetsFinding(visited, url, origin);
  findings.push(answer);
  if (typeof visited === 'string' || answer.level === 'wrong') return findings;
  findings.push(storingFinding(visited));
  if (origin === url.origin) {
    findings.push(findingsOf('CORS').ok('Page and adapter share an origin, so none is needed.'));
  } else {
    findings.push(readingFinding(visited, origin), await preflightFinding(base, origin));
  }
  findings.push(await unknownOriginFinding(base), ...(await sessionFindings(base, origin)));
  const between = proxyFinding(visited);
  if (between) findings.push(between);
  return findings;
}

/** Part of the answer of `toNodeListener` if a body parser ran before it. */
export const BODY_CONSUMED = /read the request’s body before the adapter/;

export const mountBeforeParsers =
  'Mount the adapter before body parsers such as express.json(), or have them keep the bytes: ' +
  'express.json({verify: (req, res, bytes) => (req.rawBody = bytes)}).';

/** Creates a session, as a page does. Sessions are not stored. */
async function sessionFindings(base: string, origin: string): Promise<Finding[]> {
  const {ok, wrong} = findingsOf('sessions');
  const headers = {origin, 'content-type': 'application/json'};
  const visited = await probe(`${base}/sessions`, {method: 'POST', headers, body: '{}'});
  const letThrough =
    'Let POST requests reach the adapter, and keep log-in pages, CSRF checks and bot checks away from it.';
  if (typeof visited === 'string') return [wrong(`POST /sessions is not answered: ${visited}.`, letThrough)];
  const {response, text} = visited;
  if (BODY_CONSUMED.test(text))
    return [wrong('Something reads the request’s body before the adapter can.', mountBeforeParsers)];
  const {code, guest} = fieldsOf(text);
  if (response.status !== 201) {
    const what = typeof code === 'string' ? code : `HTTP ${response.status}`;
    return [wrong(`POST /sessions is answered with ${what}.`, letThrough)];
  }
  return [ok('A page can begin a purchase.'), guestFinding(guest)];
}

function guestFinding(guest: unknown): Finding {
  const {ok, warning} = findingsOf('guests');
  if (guest === 'code') return ok('Guests prove their mailbox with a code.');
  return warning(
    'Guests can register a new email only: every customer who comes back without being logged in is refused.',
    'Set SMTP_URL and MAIL_FROM, or give createBuyFlow a sendCode. If all your buyers are logged in (identify), nothing has to change.',
  );
}

/** Response headers that proxies and CDNs add. */
const proxyHeaders = ['via', 'x-cache', 'cf-ray', 'x-amz-cf-id', 'x-served-by'];
const proxyServers = /nginx|cloudflare|apache|caddy|envoy|traefik|haproxy|varnish|akamai|awselb|openresty/i;

function proxyFinding({response: {headers}}: ProbeResult): Finding | undefined {
  const server = headers.get('server') ?? '';
  if (!proxyServers.test(server) && !proxyHeaders.some(name => headers.has(name))) return undefined;
  const name = proxyServers.test(server) ? ` (${server})` : '';
  return findingsOf('proxy').note(
    `There is a proxy in front of the adapter${name}. Its address has to be in TRUSTED_PROXIES or trustedProxies, or all buyers share one rate limit; the adapter logs proxy_not_trusted once if it is not.`,
  );
}

/** The fields of a JSON object, or none if the text is not one. */
function fieldsOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? {...value} : {};
  } catch {
    return {};
  }
}

function assetsFinding(visited: ProbeResult | string, url: URL, origin: string): Finding {
  const {ok, wrong} = findingsOf('adapter');
  if (typeof visited === 'string') {
    return wrong(
      `${url.host} cannot be reached: ${visited}.`,
      'Start the adapter, and check the address and what is in front of it.',
    );
  }
  const {response, text} = visited;
  const {status} = response;
  if (status >= 300 && status < 400) {
    const location = response.headers.get('location') ?? 'another address';
    return wrong(`It sends on to ${location}.`, 'Give page, vendor and doctor the address that answers itself.');
  }
  const {code, assets} = fieldsOf(text);
  if (code === 'origin_not_allowed') {
    return new URL(origin).host === url.host
      ? wrong(
          'It takes its own page for another site’s.',
          'Have the proxy in front pass the Host header on as it came. Vite: write the proxy as an object with changeOrigin: false; the short form rewrites Host. webpack: leave changeOrigin out. nginx: proxy_set_header Host $host.',
        )
      : wrong(`It refuses pages of ${origin}.`, `Add ${origin} to ALLOWED_ORIGINS, or to allowedOrigins.`);
  }
  if (status === 200 && Array.isArray(assets)) return ok('It answers, and has asked the vendor.');
  if (typeof code !== 'string') {
    return wrong(
      `HTTP ${status}, but not from the adapter: something else answers there.`,
      'Mount the adapter at this path, for every method, and keep caches, log-in pages and bot checks away from it.',
    );
  }
  if (code === 'not_found')
    return wrong('It answers, but knows no /assets there.', 'Mount the adapter at this very path.');
  return wrong(`It answers ${code}.`, 'Look for the request’s id in its log; the checks of the vendor may say why.');
}

/** Caches must not store sessions and payments, which belong to one buyer. */
function storingFinding({response}: ProbeResult): Finding {
  const {ok, wrong} = findingsOf('caching');
  const control = response.headers.get('cache-control') ?? '';
  if (/(?:^|[\s,])no-store(?:$|[\s,])/i.test(control)) return ok('Answers are not stored on the way.');
  return wrong(
    control === '' ? 'Cache-Control is lost on the way.' : `Cache-Control is changed on the way, to ${control}.`,
    'Have the proxy or CDN in front leave the adapter’s headers as they are, and cache nothing below it.',
  );
}

function allowed({response}: ProbeResult): string | null {
  return response.headers.get('access-control-allow-origin');
}

const leaveCors = 'Have the proxy in front add no CORS headers of its own: the adapter sends those that are needed.';

function readingFinding(visited: ProbeResult, origin: string): Finding {
  const {ok, wrong} = findingsOf('CORS');
  const given = allowed(visited);
  if (given === origin) return ok(`Pages of ${origin} may read its answers.`);
  if (given === null) return wrong('Access-Control-Allow-Origin is lost on the way.', leaveCors);
  return wrong(`Access-Control-Allow-Origin is ${JSON.stringify(given)}, not ${origin}.`, leaveCors);
}

async function preflightFinding(base: string, origin: string): Promise<Finding> {
  const {ok, wrong} = findingsOf('CORS preflight');
  const visited = await probe(`${base}/sessions`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': sentHeaders.join(','),
    },
  });
  const passOn = 'Have the proxy in front pass OPTIONS requests on to the adapter, and their answers back.';
  if (typeof visited === 'string') return wrong(`OPTIONS is not answered: ${visited}.`, passOn);
  const {status, headers} = visited.response;
  if (status < 200 || status > 299) return wrong(`OPTIONS is answered with HTTP ${status}.`, passOn);
  if (allowed(visited) !== origin) return wrong('The answer to OPTIONS does not allow the page’s origin.', leaveCors);
  const names = (headers.get('access-control-allow-headers') ?? '').toLowerCase().split(/\s*,\s*/);
  // `*` does not cover `authorization`.
  const missing = sentHeaders.filter(name => !names.includes(name));
  if (missing.length > 0) return wrong(`The answer to OPTIONS does not allow ${missing.join(' and ')}.`, leaveCors);
  return ok('Pages may ask before they send, and are answered.');
}

async function unknownOriginFinding(base: string): Promise<Finding> {
  const {ok, wrong} = findingsOf('other sites');
  const fix = 'Have the proxy in front pass the Origin header on, and add no CORS headers of its own.';
  const visits = await Promise.all([
    probe(`${base}/assets`, {headers: {origin: unknownOrigin}}),
    probe(`${base}/sessions`, {
      method: 'OPTIONS',
      headers: {origin: unknownOrigin, 'access-control-request-method': 'POST'},
    }),
  ]);
  for (const visited of visits) {
    if (typeof visited === 'string') return wrong(`A page of another site gets no answer: ${visited}.`, fix);
    if (allowed(visited) !== null) return wrong('Pages of any site may read its answers.', fix);
    if (visited.response.status !== 403) {
      return wrong(`A page of another site is answered with HTTP ${visited.response.status}, and not refused.`, fix);
    }
  }
  return ok('Pages of other sites are refused.');
}
