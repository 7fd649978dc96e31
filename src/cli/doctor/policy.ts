import parsePolicy from 'content-security-policy-parser';

/** The Content Security Policies of a page. Each of them must allow a request. */
export type Policies = readonly Directives[];
type Directives = ReadonlyMap<string, readonly string[]>;

/** A script tag of the page. */
export interface Script {
  url: URL;
  nonce?: string | undefined;
  integrity?: string | undefined;
}

/** Reads the policies of a header, which may contain several, and of the page's `<meta>` elements. */
export function readPolicies(header: string | null, metas: readonly string[]): Policies {
  const texts = [...(header ?? '').split(','), ...metas];
  return texts.map(text => parsePolicy(text)).filter(({size}) => size > 0);
}

/** Whether the page may call `url`. */
export function mayConnect(policies: Policies, url: URL, page: URL): boolean {
  return policies.every(policy => {
    const sources = first(policy, 'connect-src', 'default-src');
    return !sources || matches(sources, url, page);
  });
}

/** `first`: the script itself is blocked. `later`: the files that it loads are blocked. `no`: neither. */
export function isScriptBlocked(policies: Policies, script: Script, page: URL): 'no' | 'first' | 'later' {
  const verdicts = policies.map(policy => {
    const sources = first(policy, 'script-src-elem', 'script-src', 'default-src');
    if (!sources) return 'no';
    const trusting = sources.some(source => source.toLowerCase() === "'strict-dynamic'");
    if (hasNonce(sources, script) || (!trusting && matches(sources, script.url, page))) return 'no';
    // A hash covers one file, not the files that it loads.
    if (hasHash(sources, script)) return trusting ? 'no' : 'later';
    return 'first';
  });
  return verdicts.find(verdict => verdict === 'first') ?? verdicts.find(verdict => verdict === 'later') ?? 'no';
}

/** Whether the element may create the Trusted Types policy of this name. It cannot render without it. */
export function mayMakePolicy(policies: Policies, name: string): boolean {
  return policies.every(policy => {
    const names = policy.get('trusted-types');
    return !names || names.includes(name) || names.includes('*');
  });
}

/** The permissions that the element needs and a `sandbox` directive removes. */
export function missingInSandbox(policies: Policies): string[] {
  const needed = [
    'allow-scripts',
    'allow-same-origin',
    'allow-forms',
    'allow-popups',
    'allow-popups-to-escape-sandbox',
  ];
  return needed.filter(flag => policies.some(policy => policy.get('sandbox')?.includes(flag) === false));
}

function first(policy: Directives, ...names: string[]): readonly string[] | undefined {
  const name = names.find(directive => policy.has(directive));
  return name === undefined ? undefined : policy.get(name);
}

function hasNonce(sources: readonly string[], {nonce}: Script): boolean {
  return Boolean(nonce) && sources.includes(`'nonce-${nonce ?? ''}'`);
}

/** Whether the policy contains all hashes of `integrity`. */
function hasHash(sources: readonly string[], {integrity = ''}: Script): boolean {
  const hashes = integrity.split(/\s+/).filter(hash => hash !== '');
  return hashes.length > 0 && hashes.every(hash => sources.includes(`'${hash}'`));
}

const matches = (sources: readonly string[], url: URL, page: URL) =>
  sources.some(source => doesMatch(source, url, page));

const defaultPorts: Readonly<Record<string, string>> = {'http:': '80', 'https:': '443'};
const portOf = ({port, protocol}: URL) => port || (defaultPorts[protocol] ?? '');

/** Whether `to` is the scheme `from`, or its secure variant. */
const fitsScheme = (from: string, to: string) => from === to || (from === 'http:' && to === 'https:');

/** Whether the source expression matches `url`, by the rules of CSP Level 3. */
function doesMatch(source: string, url: URL, page: URL): boolean {
  if (source === '*') return /^https?:$/.test(url.protocol) || url.protocol === page.protocol;
  if (/^'self'$/i.test(source)) {
    if (url.origin === page.origin) return true;
    const standard = [url, page].every(each => portOf(each) === defaultPorts[each.protocol]);
    return url.hostname === page.hostname && fitsScheme(page.protocol, url.protocol) && standard;
  }
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return fitsScheme(source.toLowerCase(), url.protocol);
  const parts =
    /^(?:([a-z][a-z0-9+.-]*:)\/\/)?(\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(\d+|\*))?(\/[^?#]*)?$/i.exec(source);
  if (!parts) return false;
  const [, scheme = page.protocol, host = '', port, path] = parts;
  return (
    fitsScheme(scheme.toLowerCase(), url.protocol) &&
    fitsHost(host.toLowerCase(), url.hostname) &&
    fitsPort(port, url) &&
    fitsPath(path, url.pathname)
  );
}

function fitsHost(host: string, actual: string): boolean {
  if (host === '*') return true;
  return host.startsWith('*.') ? actual.endsWith(host.slice(1)) : actual === host;
}

function fitsPort(port: string | undefined, url: URL): boolean {
  if (port === '*') return true;
  if (port === undefined) return portOf(url) === defaultPorts[url.protocol];
  return port === portOf(url) || (port === '80' && portOf(url) === '443');
}

/** A path that ends in a slash matches everything below it. Any other path matches one file. */
function fitsPath(path: string | undefined, actual: string): boolean {
  if (path === undefined || path === '/') return true;
  return path.endsWith('/') ? decoded(actual).startsWith(decoded(path)) : decoded(actual) === decoded(path);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
