/**
 * An email address as it is compared, stored and sent to, or `undefined` where it is none: the domain in lower case and
 * punycode, ASCII letters of the local part in lower case. Accepts what HTML's `type=email` does, and internationalised
 * addresses (RFC 6531). Characters that only look like others are refused, as two people must not share one address.
 *
 * @example
 * normalizeEmail(' O’Brien@example.org '); // undefined: a typographic apostrophe
 * normalizeEmail("o'brien@EXÄMPLE.org"); // "o'brien@xn--exmple-cua.org"
 */
export function normalizeEmail(text: string): string | undefined {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  const domain = domainOf(trimmed.slice(at + 1));
  if (at < 1 || domain === undefined || !localPart.test(local) || local !== local.normalize('NFKC')) return undefined;
  const email = `${local.replace(/[A-Z]/g, letter => letter.toLowerCase())}@${domain}`;
  return bytes.encode(local).length <= mostLocalBytes && email.length <= mostCharacters ? email : undefined;
}

const bytes = new TextEncoder();
/** RFC 5321, 4.5.3.1. */
const mostLocalBytes = 64;
const mostCharacters = 254;

/** HTML's characters of a local part, and letters, marks and digits of every script; dots stand between them (RFC 5322). */
const localPart = /^(?!\.)(?!.*\.\.)(?!.*\.$)[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]+$/u;
/** HTML's form of a domain, with at least one dot. */
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const asciiDomain = new RegExp(`^(?:${label}\\.)+${label}$`);
const internationalDomain = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** In punycode. A domain of numbers alone would be an address of the network. */
function domainOf(text: string): string | undefined {
  if (!internationalDomain.test(text) || text !== text.normalize('NFKC') || !URL.canParse(`https://${text}`)) {
    return undefined;
  }
  const {hostname} = new URL(`https://${text}`);
  return asciiDomain.test(hostname) && !/\.\d+$/.test(hostname) ? hostname : undefined;
}
