/**
 * Normalizes an email address for comparison, storage and delivery: the domain in lower case and punycode, ASCII letters of
 * the local part in lower case. Returns `undefined` for an invalid address. Accepts what HTML's `type=email` accepts, and
 * internationalized addresses (RFC 6531). Rejects compatibility characters (anything that NFKC changes), because two people
 * must not share one address.
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
  return bytes.encode(local).length <= MAX_LOCAL_PART_BYTES && email.length <= MAX_EMAIL_LENGTH ? email : undefined;
}

const bytes = new TextEncoder();
/** RFC 5321, 4.5.3.1. */
const MAX_LOCAL_PART_BYTES = 64;
const MAX_EMAIL_LENGTH = 254;

/** The characters that HTML allows, and letters, marks and digits of every script. No dot at either end or next to another (RFC 5322). */
const localPart = /^(?!\.)(?!.*\.\.)(?!.*\.$)[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]+$/u;
/** HTML's form of a domain, with at least one dot. */
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const asciiDomain = new RegExp(`^(?:${label}\\.)+${label}$`);
const internationalDomain = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** The domain in punycode. A numeric top-level label is rejected, because the domain would be an IP address. */
function domainOf(text: string): string | undefined {
  if (!internationalDomain.test(text) || text !== text.normalize('NFKC') || !URL.canParse(`https://${text}`)) {
    return undefined;
  }
  const {hostname} = new URL(`https://${text}`);
  return asciiDomain.test(hostname) && !/\.\d+$/.test(hostname) ? hostname : undefined;
}
