import {Parser} from 'htmlparser2';
import {findingsOf, type Finding} from './finding.js';
import {
  isScriptBlocked,
  mayConnect,
  mayMakePolicy,
  missingInSandbox,
  readPolicies,
  type Policies,
  type Script,
} from './policy.js';
import {version} from '../../version.js';
import {isLocal, probe, type ProbeResult} from './probe.js';

/** What the page's HTML contains of the element. */
interface Markup {
  /** Tags of our script. None if it is part of a bundle. */
  scripts: Script[];
  /** Policies in `<meta>` elements. */
  metas: string[];
  /** Whether the HTML contains the element's tag, or a script tag that creates it. */
  hasElement: boolean;
  /** The adapter's URL, if the tag has one. */
  backend: string | undefined;
}

/**
 * Checks that the page at `address` lets the element work: its script, its requests to the adapter, its Trusted Types policy
 * and its pop-ups. `adapter` overrides the URL in the page's tag.
 */
export async function checkPage(address: string, adapter: string | undefined): Promise<Finding[]> {
  const {ok, wrong} = findingsOf('page');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return [
      wrong(
        '--page is no http(s) address.',
        'Give the address of the page with the element, such as https://shop.example/buy.',
      ),
    ];
  }
  const visited = await probe(url.href, {headers: {accept: 'text/html'}});
  if (typeof visited === 'string') {
    return [wrong(`${url.host} cannot be reached: ${visited}.`, 'Check the address, and that the shop runs.')];
  }
  const {response, text} = visited;
  if (response.status !== 200) {
    const location = response.headers.get('location');
    const where = location === null ? '' : `, to ${location}`;
    return [
      wrong(
        `It answers with HTTP ${response.status}${where}.`,
        'Give an address that shows the page without a log-in.',
      ),
    ];
  }
  const markup = readMarkup(text, url);
  const policies = readPolicies(response.headers.get('content-security-policy'), markup.metas);
  const findings: Finding[] = [];
  if (url.protocol === 'http:' && !isLocal(url)) {
    findings.push(wrong('It is not encrypted, so browsers keep from it what the element needs.', 'Serve it by HTTPS.'));
  } else {
    findings.push(ok('It answers.'));
  }
  const told = [adapter, markup.backend].find(known => known !== undefined && URL.canParse(known, url));
  const backend = new URL(told ?? '/cryptopocket', url);
  return [
    ...findings,
    elementFinding(markup),
    ...(await Promise.all(markup.scripts.map(({url}) => checkFiles(url)))).flat(),
    ...scriptFindings(policies, markup.scripts, url),
    connectFinding(policies, backend, url),
    trustedTypesFinding(policies, markup.scripts),
    ...sandboxFindings(policies),
    openerFinding(response.headers.get('cross-origin-opener-policy')),
    permissionsFinding(response.headers.get('permissions-policy')),
  ];
}

function readMarkup(html: string, page: URL): Markup {
  const markup: Markup = {scripts: [], metas: [], hasElement: false, backend: undefined};
  let base = page;
  const parser = new Parser({
    onopentag(name, attributes) {
      const {src, nonce, integrity, content, href, backend} = attributes;
      if (name === 'base' && href !== undefined && URL.canParse(href, page)) base = new URL(href, page);
      if (name === 'script' && src !== undefined && URL.canParse(src, base)) {
        const url = new URL(src, base);
        if (/\/cryptopocket-buy[^/]*\.js$/.test(url.pathname)) markup.scripts.push({url, nonce, integrity});
      }
      if (name === 'meta' && /^content-security-policy$/i.test(attributes['http-equiv'] ?? '')) {
        markup.metas.push(content ?? '');
      }
      if (name === 'cryptopocket-buy' || 'data-backend' in attributes) markup.hasElement = true;
      if (name === 'cryptopocket-buy' && backend) markup.backend ??= backend;
    },
  });
  parser.end(html);
  return markup;
}

function elementFinding({hasElement}: Markup): Finding {
  const {ok, warning} = findingsOf('element');
  if (hasElement) return ok('The HTML has the element.');
  return warning(
    'The HTML has no <cryptopocket-buy> and no script tag that makes one.',
    'Add the tag to the page. If a framework renders it in the browser, nothing has to change.',
  );
}

/** Names of the files that the script loads later from its own folder. */
const fileNames = /\bcryptopocket-buy-[\w-]+\.js\b/g;

/** Checks that the script and each file that it loads later are served, and that the version is this one. */
async function checkFiles(script: URL): Promise<Finding[]> {
  const {ok, warning, wrong} = findingsOf('script files');
  const deploy = 'Serve all files of dist/cdn beside each other, and keep those of the version before for a day.';
  const first = await probe(script.href);
  if (typeof first === 'string') return [wrong(`${script.href} cannot be reached: ${first}.`, deploy)];
  if (!isScript(first))
    return [wrong(`${script.pathname} is answered with HTTP ${first.response.status}, and is no script.`, deploy)];
  const names = [...new Set(first.text.match(fileNames) ?? [])];
  const missing: string[] = [];
  for (const name of names) {
    const visited = await probe(new URL(name, script).href);
    if (typeof visited === 'string' || !isScript(visited)) missing.push(name);
  }
  const findings = [
    missing.length > 0
      ? wrong(`The script loads files that are not there: ${missing.join(', ')}.`, deploy)
      : ok(`${script.pathname} and the ${names.length} files that it loads are there.`),
  ];
  const pages = /\bversion\s*=\s*["'`](\d+\.\d+\.\d+[^"'`]*)["'`]/.exec(first.text)?.[1];
  if (pages !== undefined && pages !== version) {
    const fix = 'Give page and server the same version of cryptopocket-buy.';
    findings.push(warning(`The page’s script is version ${pages}, and this is ${version}.`, fix));
  }
  return findings;
}

function isScript({response}: ProbeResult): boolean {
  return response.status === 200 && /javascript/i.test(response.headers.get('content-type') ?? '');
}

function scriptFindings(policies: Policies, scripts: readonly Script[], page: URL): Finding[] {
  const {ok, note, wrong} = findingsOf('CSP: script');
  if (scripts.length === 0) {
    return [
      note(
        'The HTML has no tag for a cryptopocket-buy script, so its policy for scripts is not checked: it is right if your own bundle, with the element in it, runs.',
      ),
    ];
  }
  return scripts.map(script => {
    const where = script.url.origin === page.origin ? "'self'" : script.url.origin;
    switch (isScriptBlocked(policies, script, page)) {
      case 'no':
        return ok(`${script.url.pathname} may run.`);
      case 'first':
        return wrong(
          `${script.url.href} is blocked.`,
          `Add ${where} to script-src, or the policy’s nonce to the script’s tag.`,
        );
      case 'later':
        return wrong(
          `${script.url.href} may run by its hash, but not the files that it loads from beside itself.`,
          `Add ${where} or 'strict-dynamic' to script-src.`,
        );
    }
  });
}

function connectFinding(policies: Policies, backend: URL, page: URL): Finding {
  const {ok, wrong} = findingsOf('CSP: connections');
  const where = backend.origin === page.origin ? "'self'" : backend.origin;
  // Any path below the adapter's URL works here.
  const below = new URL(`${backend.href.replace(/\/+$/, '')}/assets`);
  if (mayConnect(policies, below, page)) return ok(`The page may call the adapter at ${backend.href}.`);
  return wrong(`Calls to the adapter at ${backend.href} are blocked.`, `Add ${where} to connect-src.`);
}

function trustedTypesFinding(policies: Policies, scripts: readonly Script[]): Finding {
  const {ok, wrong} = findingsOf('CSP: Trusted Types');
  // In the merchant's own bundle, Lit's policy has Lit's own name.
  const names = scripts.length > 0 ? ['cryptopocket-buy'] : ['cryptopocket-buy', 'lit-html'];
  if (names.some(name => mayMakePolicy(policies, name))) return ok('The element may make its policy.');
  return wrong(
    'The element may not make its policy, so nothing renders.',
    `Add ${names.join(' or ')} to trusted-types.`,
  );
}

function sandboxFindings(policies: Policies): Finding[] {
  const missing = missingInSandbox(policies);
  if (missing.length === 0) return [];
  const message = 'The page is sandboxed, without what the element and the vendor’s pages need.';
  return [findingsOf('CSP: sandbox').wrong(message, `Add ${missing.join(' ')} to sandbox, or drop it.`)];
}

/** The vendor's pages open in pop-ups, which this header can disconnect from the page. */
function openerFinding(header: string | null): Finding {
  const {ok, warning} = findingsOf('opener policy');
  const [value = ''] = (header ?? '').split(';');
  if (value.trim() !== 'same-origin') return ok('The page keeps hold of the vendor’s windows that it opens.');
  return warning(
    'The page loses hold of the vendor’s windows once they leave for the vendor: it cannot close them. The purchase goes on all the same, as the adapter tells how it stands.',
    'Send Cross-Origin-Opener-Policy: same-origin-allow-popups, unless the page needs cross-origin isolation.',
  );
}

/** The identity check needs a camera, but in the vendor's own window, which the page's permissions do not affect. */
function permissionsFinding(header: string | null): Finding {
  const {ok, note} = findingsOf('permissions policy');
  const limited = /(?:^|[\s,])(?:camera|microphone)\s*=\s*(?!\*)/.test(header ?? '');
  if (!limited) return ok('Nothing in it concerns the element.');
  return note(
    'It limits camera or microphone for this page and its frames. The vendor’s pages open in windows of their own, which it does not reach, so nothing has to change. Only if you show them in a frame yourself, both the policy and the frame’s allow attribute have to name the vendor’s origin.',
  );
}
