import {isLocalhost} from '../../contract/is-localhost.js';

const TIMEOUT_MS = 10_000;

export interface ProbeResult {
  response: Response;
  text: string;
  /** Milliseconds since the epoch, half-way between request and response. */
  at: number;
}

const reasons = new Map([
  ['ENOTFOUND', 'its name is not known'],
  ['EAI_AGAIN', 'its name cannot be looked up'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['ECONNRESET', 'it hung up'],
  ['UND_ERR_SOCKET', 'it hung up'],
  ['EHOSTUNREACH', 'there is no way to it'],
  ['ENETUNREACH', 'there is no way to it'],
]);

/** Sends a request and reads the whole response. If there is none, resolves with the reason, worded to follow a colon. */
export async function probe(url: string, init: RequestInit = {}): Promise<ProbeResult | string> {
  const asked = Date.now();
  try {
    const response = await fetch(url, {...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS)});
    const at = (asked + Date.now()) / 2;
    return {response, text: await response.text(), at};
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `it did not answer within ${TIMEOUT_MS / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return 'no connection came about';
  const code = 'code' in cause ? String(cause.code) : '';
  if (/CERT|TLS|SSL/.test(code)) return `its certificate is not accepted (${code})`;
  return reasons.get(code) ?? `no connection came about (${code || cause.message})`;
}

/** Whether `url` is on this machine, where encryption is not needed. */
export function isLocal({hostname}: URL): boolean {
  return isLocalhost(hostname);
}
