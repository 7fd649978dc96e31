import ipaddr from 'ipaddr.js';

/** Tells the network address of whoever sent a request: what rate limits by address count. */
export type AddressOf = (request: Request, peer: string | undefined) => string | undefined;

const mostRemembered = 1000;

/** Whether `text` names an address or a range such as `10.0.0.0/8`. */
export function isAddressRange(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

/** An address as whoever got it from a provider has it for themselves: in IPv6 that is a whole network of 64 bits. */
function household(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address.kind() === 'ipv4') return address.toString();
  const network = new ipaddr.IPv6([...address.toByteArray().slice(0, 8), ...Array<number>(8).fill(0)]);
  return `${network.toString()}/64`;
}

/**
 * Anybody can send `X-Forwarded-For`, so it is believed only as far as proxies among `trusted` wrote it: from the
 * right, up to the first address that is not one of them.
 */
export function createAddressOf(trusted: readonly string[]): AddressOf {
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
    if (known.size >= mostRemembered) known.clear();
    known.set(peer, address);
    return address;
  };

  return (request, peer) => {
    if (peer === undefined) return undefined;
    const before = known.get(peer);
    if (before !== undefined) return before;
    if (!ipaddr.isValid(peer)) return peer;
    let address = ipaddr.process(peer);
    if (!isTrusted(address)) return remember(peer, household(address));
    const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map(hop => hop.trim());
    while (isTrusted(address)) {
      // Some proxies add the port.
      const hop = hops.pop()?.replace(/^(?:\[(.*)\]|([^:]*)):\d+$/, '$1$2');
      if (hop === undefined || !ipaddr.isValid(hop)) break;
      address = ipaddr.process(hop);
    }
    return household(address);
  };
}
