import {createVendor} from '../../server/index.js';
import {findingsOf, type Finding} from './finding.js';
import {isLocal, probe, type ProbeResult} from './probe.js';

/** The adapter rejects webhooks whose timestamp differs by more. */
const MAX_CLOCK_DIFFERENCE_SECONDS = 300;
/** A clock that is synchronized by NTP never differs by this much. */
const CLOCK_WARNING_SECONDS = 30;

export interface Account {
  apiKey: string;
  apiSecret: string;
  baseUrl: string;
}

/** Checks `baseUrl`, whether the vendor answers there, and this machine's clock. */
export async function checkVendor(baseUrl: string): Promise<Finding[]> {
  const {ok, warning, wrong} = findingsOf('base URL');
  const variable =
    'Set CRYPTOPOCKET_BASE_URL to the address that CryptoPocket gave you, such as https://sandbox.cryptopocket.io/api.';
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return [wrong('It is no http(s) address.', variable)];
  if (url.username || url.password || url.search || url.hash) {
    return [wrong('It has a user name, a password, a query or a fragment.', variable)];
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (/\/api\/api(?:\/|$)/.test(path)) {
    return [wrong('It says /api twice, so no call is found.', `Set CRYPTOPOCKET_BASE_URL to ${url.origin}/api.`)];
  }
  const findings: Finding[] = [];
  if (url.protocol === 'http:' && !isLocal(url)) {
    const message = 'It is not encrypted: whoever is on the way reads your secret.';
    findings.push(wrong(message, `Set CRYPTOPOCKET_BASE_URL to https://${url.host}${path}.`));
  }
  if (!path.endsWith('/api')) {
    if (await isApi(`${url.origin}${path}/api`)) {
      return [
        wrong('It lacks /api: the API answers below that.', `Set CRYPTOPOCKET_BASE_URL to ${url.origin}${path}/api.`),
      ];
    }
    const fix = `Set CRYPTOPOCKET_BASE_URL to ${url.origin}${path}/api, unless CryptoPocket told you otherwise.`;
    findings.push(warning('It does not end in /api, as the documented ones do.', fix));
  }
  const visited = await probe(`${url.origin}${path}/available-assets`);
  if (typeof visited === 'string') {
    const fix = 'Check CRYPTOPOCKET_BASE_URL, and that this machine may open connections to it.';
    return [...findings, wrong(`${url.host} cannot be reached: ${visited}.`, fix)];
  }
  if (findings.length === 0) findings.push(ok(`${url.host} answers.`));
  return [...findings, clockFinding(visited)];
}

/** Whether an API answers at `base`. */
async function isApi(base: string): Promise<boolean> {
  const visited = await probe(`${base}/available-assets`);
  return (
    typeof visited !== 'string' &&
    visited.response.status !== 404 &&
    /json/.test(visited.response.headers.get('content-type') ?? '')
  );
}

/** Compares this machine's clock with the vendor's. */
function clockFinding({response, at}: ProbeResult): Finding {
  const {ok, note, warning, wrong} = findingsOf('clock');
  const theirs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return note('The vendor does not tell the time, so this machine’s clock is not compared.');
  // The `Date` header has whole seconds, rounded down.
  const ahead = Math.round((at - theirs - 500) / 1000);
  const seconds = Math.abs(ahead);
  const message = `This machine’s clock is ${seconds} s ${ahead < 0 ? 'behind' : 'ahead of'} the vendor’s.`;
  const fix = 'Let the network keep this machine’s clock: timedatectl set-ntp true, or your system’s way to use NTP.';
  if (seconds > MAX_CLOCK_DIFFERENCE_SECONDS)
    return wrong(`${message} Notifications are refused beyond ${MAX_CLOCK_DIFFERENCE_SECONDS} s.`, fix);
  return seconds > CLOCK_WARNING_SECONDS
    ? warning(message, fix)
    : ok(`It is within ${Math.max(seconds, 1)} s of the vendor’s.`);
}

/** Checks that the vendor accepts the credentials. */
export async function checkCredentials(account: Account): Promise<Finding> {
  const {ok, warning, wrong} = findingsOf('credentials');
  try {
    const assets = await createVendor(account).assets();
    if (assets.length > 0) return ok(`CryptoPocket lets you in, and sells ${assets.length} kinds of coin.`);
    return warning(
      'CryptoPocket lets you in, but sells nothing.',
      'Ask CryptoPocket to enable assets for your account.',
    );
  } catch (error) {
    // Our own message. It contains no secret and nothing of the vendor's answer.
    const message = error instanceof Error ? error.message : 'CryptoPocket could not be asked';
    return wrong(
      `${message}.`,
      'Compare CRYPTOPOCKET_API_KEY and CRYPTOPOCKET_API_SECRET with those that CryptoPocket gave you for this very ' +
        'base URL, and ask whether this server’s address has to be on an allow-list.',
    );
  }
}
