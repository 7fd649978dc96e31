import ipaddr from 'ipaddr.js';

/** Tells the network address of whoever sent a request: what rate limits by address count. */
export type ClientIp = (request: Request, peer: string | undefined) => string | undefined;

const MAX_CACHED_CONNECTIONS = 1000;

/** The library's names for networks that no buyer calls from directly. */
const privateRanges = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat']);

/** Whether `text` names an address or a range such as `10.0.0.0/8`. */
export function isAddressRange(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

/** An address as whoever got it from a provider has it for themselves: in IPv6 that is a whole network of 64 bits. */
function rateLimitSubnet(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address.kind() === 'ipv4') return address.toString();
  const network = new ipaddr.IPv6([...address.toByteArray().slice(0, 8), ...Array<number>(8).fill(0)]);
  return `${network.toString()}/64`;
}

/**
 * Anybody can send `X-Forwarded-For`, so it is believed only as far as proxies among `trusted` wrote it: from the
 * right, up to the first address that is not one of them. `onUntrustedProxy` is told once of a proxy on a private address
 * that is not trusted: all buyers behind it then count as one.
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

  /** Of the last connections, so that not every request of one is read anew. */
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
    // A public address may be anybody's, who sends the header to look like a proxy.
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
      // Some proxies add the port.
      const hop = hops.pop()?.replace(/^(?:\[(.*)\]|([^:]*)):\d+$/, '$1$2');
      if (hop === undefined || !ipaddr.isValid(hop)) break;
      address = ipaddr.process(hop);
    }
    return rateLimitSubnet(address);
  };
}
