import ipaddr from 'ipaddr.js';

/** Returns the client's network address, which rate limits use as a key. */
export type ClientIp = (request: Request, peer: string | undefined) => string | undefined;

const MAX_CACHED_CONNECTIONS = 1000;

/** The library's names of ranges that are never a buyer's own address. */
const privateRanges = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat']);

/** Whether `text` is an address, or a range such as `10.0.0.0/8`. */
export function isAddressRange(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

/** The unit that providers assign to one customer: an IPv4 address, or an IPv6 network of 64 bits. */
function rateLimitSubnet(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address.kind() === 'ipv4') return address.toString();
  const network = new ipaddr.IPv6([...address.toByteArray().slice(0, 8), ...Array<number>(8).fill(0)]);
  return `${network.toString()}/64`;
}

/**
 * Creates a function that finds the client's address. Any client can send `X-Forwarded-For`, so only entries that `trusted`
 * proxies added count: from the right, up to the first address that is not trusted. `onUntrustedProxy` is called once with
 * the private address of a proxy that is not trusted, because all buyers behind it share one rate limit.
 */
export function createClientIp(
  trusted: readonly string[],
  onUntrustedProxy: (proxy: string) => void = () => undefined,
): ClientIp {
  const ranges = trusted.map(range =>
    ipaddr.isValidCIDR(range)
      ? ipaddr.parseCIDR(range)
      : ipaddr.parseCIDR(`${range}/${range.includes(':') ? 128 : 32}`),
  );
  const isTrusted = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
    ranges.some(range => range[0].kind() === address.kind() && address.match(range));

  /** Cache for recent connections, so that each address is parsed once. */
  const known = new Map<string, string>();
  const remember = (peer: string, address: string): string => {
    if (known.size >= MAX_CACHED_CONNECTIONS) known.clear();
    known.set(peer, address);
    return address;
  };

  let isReported = false;
  const reportProxy = (request: Request, peer: string) => {
    if (isReported || request.headers.get('x-forwarded-for') === null || !ipaddr.isValid(peer)) return;
    const address = ipaddr.process(peer);
    // A public address may belong to any client that sends the header.
    if (!privateRanges.has(address.range()) || isTrusted(address)) return;
    isReported = true;
    onUntrustedProxy(address.toString());
  };

  return (request, peer) => {
    if (peer === undefined) return undefined;
    reportProxy(request, peer);
    const before = known.get(peer);
    if (before !== undefined) return before;
    if (!ipaddr.isValid(peer)) return peer;
    let address = ipaddr.process(peer);
    if (!isTrusted(address)) return remember(peer, rateLimitSubnet(address));
    const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map(hop => hop.trim());
    while (isTrusted(address)) {
      // Some proxies append the port.
      const hop = hops.pop()?.replace(/^(?:\[(.*)\]|([^:]*)):\d+$/, '$1$2');
      if (hop === undefined || !ipaddr.isValid(hop)) break;
      address = ipaddr.process(hop);
    }
    return rateLimitSubnet(address);
  };
}
