/**
 * Whether `hostname` names this machine: `localhost` and names below it, `127.0.0.0/8` and `::1`, with or without brackets.
 */
export function isLocalhost(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/.test(hostname);
}
