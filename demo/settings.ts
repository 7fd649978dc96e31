/** Where the demo's parts are, from the environment. Each part is a process of its own and reads the same. */

function port(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_534) return value;
  throw new Error(`${name} must be a port number, not ${JSON.stringify(text)}`);
}

const pagePort = port('PORT', 4173);
const adapterPort = port('ADAPTER_PORT', pagePort + 1);
const sandboxPort = port('SANDBOX_PORT', pagePort + 2);

const {CRYPTOPOCKET_API_KEY, CRYPTOPOCKET_API_SECRET, CRYPTOPOCKET_BASE_URL} = process.env;
const given = [CRYPTOPOCKET_API_KEY, CRYPTOPOCKET_API_SECRET, CRYPTOPOCKET_BASE_URL].filter(Boolean).length;
if (given !== 0 && given !== 3) {
  throw new Error(
    'Set CRYPTOPOCKET_API_KEY, CRYPTOPOCKET_API_SECRET and CRYPTOPOCKET_BASE_URL together, or none of them',
  );
}

const sandboxOrigin = `http://localhost:${sandboxPort}`;

export const settings = {
  pagePort,
  adapterPort,
  sandboxPort,
  /** Only loopback: the demo knows no password. */
  host: '127.0.0.1',
  pageOrigin: `http://localhost:${pagePort}`,
  adapterOrigin: `http://localhost:${adapterPort}`,
  /** Missing where the demo talks to the vendor itself. */
  sandboxOrigin: given === 3 ? undefined : sandboxOrigin,
  // The sandbox's own credentials; they open nothing else.
  apiKey: CRYPTOPOCKET_API_KEY || 'sandbox-key',
  apiSecret: CRYPTOPOCKET_API_SECRET || 'sandbox-secret',
  baseUrl: CRYPTOPOCKET_BASE_URL || `${sandboxOrigin}/api`,
};
