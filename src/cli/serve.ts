import {createHash} from 'node:crypto';
import {createServer, type Server} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {createBuyFlow, type BuyFlow, type Store} from '../server/index.js';
import {pooledFetch, toNodeListener} from '../server/node/index.js';
import {smtpSender} from '../server/node/smtp.js';
import {redisStore} from '../server/store/redis.js';
import {UsageError, type Command} from './command.js';
import {readEnvFile, readEnvironment, variableNames, type Environment} from './environment.js';
import {createGracefulServer} from './graceful-server.js';
import {createHealth, type Health} from './health.js';
import {listen} from './listen.js';
import {createLog, type Log} from './log.js';
import {createMetrics, type Metrics} from './metrics.js';
import {inboxSender, isSandbox} from './sandbox-inbox.js';
import {productionWarnings} from './production-warnings.js';
import {untilStopped} from './signals.js';

/** Pause between two attempts to subscribe to the vendor's webhooks. */
const SUBSCRIBE_RETRY_MS = 60_000;

export const serve: Command = {
  summary: 'the adapter as a server of its own',
  help: `Usage: cryptopocket-buy serve [options]

Serves the adapter below any path, such as /cryptopocket, until SIGTERM or SIGINT asks it to stop. It then takes no new
connections, answers whoever waits, and ends; a second signal ends it at once. GET /healthz tells that it lives, and
GET /readyz that it can work. Its log goes to standard output, a JSON object to a line. It speaks HTTP: a proxy that
speaks HTTPS belongs in front, and has to pass the Host header on.

Options:
  --env-file <file>   variables to read, besides those that are set. Default: .env, if there is one.

Variables, which the README explains:
${variableNames.map(name => `  ${name}`).join('\n')}
`,

  async run(args) {
    const {values} = parseArgs({args, options: {'env-file': {type: 'string'}}});
    readEnvFile(values['env-file']);
    const environment = readEnvironment(process.env);
    const log = createLog(line => {
      process.stdout.write(line);
    });
    const metrics = createMetrics();
    const stopped = untilStopped();
    // A closed pipe must not end the process.
    process.stdout.on('error', () => undefined);
    const store = storeOf(environment);
    const buyFlow = createBuyFlow({
      ...optionsOf(environment),
      ...(store && {store}),
      fetch: pooledFetch(),
      log: log.log,
      observe(measurement) {
        metrics.observe(measurement);
        log.observe(measurement);
      },
    });
    const health = createHealth(buyFlow);
    const adapter = createGracefulServer(
      async (request, peer) => (await health.answer(request)) ?? log.request(() => buyFlow(request, peer)),
    );
    const port = await listen(adapter.server, environment.PORT, environment.HOST);
    log.write({level: 'info', event: 'listening', host: environment.HOST, port});
    const figures = await startMetricsServer(environment, metrics, health, log);
    for (const warning of productionWarnings(environment)) log.write({level: 'warn', event: 'setup', ...warning});
    const stopping = new AbortController();
    void subscribe(buyFlow, environment.WEBHOOK_URL, log, stopping.signal);

    const signal = await stopped;
    log.write({level: 'info', event: 'stopping', signal});
    stopping.abort();
    health.stop();
    await pause(environment.SHUTDOWN_DELAY_SECONDS * 1000);
    const inTime = await adapter.stop(buyFlow.close(), environment.SHUTDOWN_SECONDS * 1000);
    figures?.close();
    await store?.close();
    log.write({level: inTime ? 'info' : 'warn', event: 'stopped', inTime});
    return inTime ? 0 : 1;
  },
};

function optionsOf(environment: Environment) {
  const {SESSION_SECRET, RETURN_URL, SMTP_URL, MAIL_FROM, SHOP_NAME} = environment;
  const {ASSETS, MINIMUM_AMOUNT, MAXIMUM_AMOUNT} = environment;
  return {
    apiKey: environment.CRYPTOPOCKET_API_KEY,
    apiSecret: environment.CRYPTOPOCKET_API_SECRET,
    baseUrl: environment.CRYPTOPOCKET_BASE_URL,
    allowedOrigins: environment.ALLOWED_ORIGINS,
    trustedProxies: environment.TRUSTED_PROXIES,
    creationTimeoutMs: environment.CREATION_TIMEOUT_SECONDS * 1000,
    limits: {
      ...(MINIMUM_AMOUNT !== undefined && {minimum: MINIMUM_AMOUNT}),
      ...(MAXIMUM_AMOUNT !== undefined && {maximum: MAXIMUM_AMOUNT}),
    },
    ...(ASSETS && {assets: ASSETS}),
    ...(SESSION_SECRET && {sessionSecret: SESSION_SECRET}),
    ...(RETURN_URL !== undefined && {returnUrl: RETURN_URL}),
    ...(SMTP_URL !== undefined && {sendCode: senderOf(SMTP_URL, MAIL_FROM, SHOP_NAME)}),
    ...(SMTP_URL === undefined && isSandbox(environment) && {sendCode: inboxSender(environment.CRYPTOPOCKET_BASE_URL)}),
  };
}

/** The prefix of versions that did not derive one from the account. */
const FORMER_PREFIX = 'cryptopocket-buy:';

function storeOf({
  REDIS_URL,
  REDIS_PREFIX,
  CRYPTOPOCKET_API_KEY,
  CRYPTOPOCKET_BASE_URL,
}: Environment): Store | undefined {
  if (REDIS_URL === undefined) return undefined;
  if (REDIS_PREFIX !== undefined) return redisStore(REDIS_URL, {prefix: REDIS_PREFIX});
  const account = createHash('sha256').update(`${CRYPTOPOCKET_API_KEY}\n${CRYPTOPOCKET_BASE_URL}`).digest('hex');
  return redisStore(REDIS_URL, {prefix: `${FORMER_PREFIX}${account.slice(0, 12)}:`, formerPrefix: FORMER_PREFIX});
}

function senderOf(url: string, from = '', shopName?: string) {
  try {
    return smtpSender({url, from, ...(shopName !== undefined && {shopName})});
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`SMTP_URL, MAIL_FROM or SHOP_NAME is not as it has to be: ${error.message}.`);
  }
}

/**
 * Starts the server for metrics, if it is configured. It has its own port, because metrics are only for operators. It runs
 * until the end, so that it also reports that the process is stopping.
 */
async function startMetricsServer(
  environment: Environment,
  metrics: Metrics,
  health: Health,
  log: Log,
): Promise<Server | undefined> {
  const {METRICS_HOST, METRICS_PORT} = environment;
  if (METRICS_PORT === undefined) return undefined;
  const answer = async (request: Request): Promise<Response> => {
    const asked = request.method === 'GET' && new URL(request.url).pathname === '/metrics';
    if (asked) return new Response(await metrics.text(), {headers: {'content-type': metrics.contentType}});
    return (await health.answer(request)) ?? new Response(null, {status: 404});
  };
  const server = createServer(toNodeListener(answer, {overrideGlobalObjects: true}));
  const port = await listen(server, METRICS_PORT, METRICS_HOST);
  log.write({level: 'info', event: 'metrics', host: METRICS_HOST, port});
  return server;
}

/** Subscribes to the vendor's webhooks, and retries until that succeeds. The adapter polls until then. */
async function subscribe(buyFlow: BuyFlow, url: string | undefined, log: Log, signal: AbortSignal): Promise<void> {
  while (url !== undefined && !signal.aborted) {
    try {
      await buyFlow.subscribe(url);
      log.write({level: 'info', event: 'subscribed'});
      return;
    } catch (error) {
      log.write({level: 'warn', event: 'subscribe', error: error instanceof Error ? error.message : undefined});
    }
    await pause(SUBSCRIBE_RETRY_MS, undefined, {signal, ref: false}).catch(() => undefined);
  }
}
