import {createServer} from 'node:http';
import {isIPv6} from 'node:net';
import {parseArgs} from 'node:util';
import {toNodeListener} from '../server/node/index.js';
import {createSandbox} from '../sandbox/index.js';
import {readPort, UsageError, type Command} from './command.js';
import {listen} from './listen.js';
import {untilStopped} from './signals.js';

// These keys only work with the sandbox.
export const sandboxKeys = {apiKey: 'sandbox-key', apiSecret: 'sandbox-secret'};

export const sandbox: Command = {
  summary: 'an emulated CryptoPocket to try things out with, hosted pages included',
  help: `Usage: cryptopocket-buy sandbox [options]

Runs an emulated CryptoPocket until Ctrl-C: its API, its hosted pages, an inbox and a control page. It lives in memory,
moves no money, and knows no password: let it be reached only by whom you trust.

Options:
  --port <port>   where to listen; 0 for any free port. Default: 4175.
  --host <host>   on which address. Default: 127.0.0.1, this machine alone.
`,

  async run(args) {
    const {values} = parseArgs({
      args,
      options: {port: {type: 'string', default: '4175'}, host: {type: 'string', default: '127.0.0.1'}},
    });
    const {host} = values;
    if (host === '') throw new UsageError('--host must be an address to listen on.');
    const server = createServer();
    // The sandbox needs the port for its links.
    const port = await listen(server, readPort('--port', values.port), host);
    const origin = `http://${reachableAs(host)}:${port}`;
    const emulated = createSandbox({...sandboxKeys, origin});
    server.on(
      'request',
      toNodeListener(request => emulated.fetch(request)),
    );
    process.stdout.write(`The sandbox is at ${origin}, its inbox at ${origin}/inbox. Set this for the adapter:

CRYPTOPOCKET_API_KEY=${sandboxKeys.apiKey}
CRYPTOPOCKET_API_SECRET=${sandboxKeys.apiSecret}
CRYPTOPOCKET_BASE_URL=${origin}/api

Ctrl-C ends it.
`);
    await untilStopped();
    server.close();
    server.closeAllConnections();
    return 0;
  },
};

/** The host name for browsers on this machine. */
function reachableAs(host: string): string {
  if (/^(?:127\.0\.0\.1|0\.0\.0\.0|::1?)$/.test(host)) return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}
