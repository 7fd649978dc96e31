/** The merchant's web server: the page under a strict policy, and the adapter below /cryptopocket. */
import {preview, type Plugin, type ProxyOptions} from 'vite';
import {settings} from './settings.js';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types cryptopocket-buy',
].join('; ');

const local = (origin: string) => origin.replace('localhost', settings.host);

/** The sandbox's control page takes orders from its own pages only; the playground's, and no other's, pass for them. */
function controlOf(sandboxOrigin: string): ProxyOptions {
  return {
    target: local(sandboxOrigin),
    configure: proxy => {
      proxy.on('proxyReq', (ordered, {headers}) => {
        if (headers.origin !== settings.pageOrigin) return;
        ordered.setHeader('origin', sandboxOrigin);
        ordered.setHeader('sec-fetch-site', 'same-origin');
      });
    },
  };
}

/** Tells the page where the sandbox is. */
const whereabouts: Plugin = {
  name: 'whereabouts',
  configurePreviewServer({middlewares}) {
    middlewares.use('/demo.json', (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({sandbox: settings.sandboxOrigin}));
    });
  },
};

try {
  await preview({
    mode: 'demo',
    plugins: [whereabouts],
    preview: {
      host: settings.host,
      port: settings.pagePort,
      strictPort: true,
      headers: {
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'cache-control': 'no-cache',
      },
      proxy: {
        '/cryptopocket/': {target: local(settings.adapterOrigin)},
        ...(settings.sandboxOrigin === undefined ? {} : {'/control/': controlOf(settings.sandboxOrigin)}),
      },
    },
  });
  process.send?.('ready');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
process.on('disconnect', () => process.exit());
