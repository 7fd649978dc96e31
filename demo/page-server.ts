/** The merchant's web server: the page under a strict policy, and the adapter below /cryptopocket. */
import {preview, type Plugin} from 'vite';
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
      proxy: {'/cryptopocket/': {target: settings.adapterOrigin.replace('localhost', settings.host)}},
    },
  });
  process.send?.('ready');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
process.on('disconnect', () => process.exit());
