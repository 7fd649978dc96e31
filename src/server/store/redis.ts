import type {Redis} from 'ioredis';
import {RateLimiterRedis} from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import {loadOptional} from '../../optional-package.js';
import {toLimiter} from './limiter.js';
import type {Store, StoreFinding} from './store.js';

export interface RedisStoreOptions {
  /**
   * Prefix of every key and of the channel, so that several shops can share one Redis.
   * @default `cryptopocket-buy:`
   */
  prefix?: string;
  /**
   * The prefix that was used before `prefix`. Existing keys below it are used until they expire, so that no data is lost
   * when the prefix changes.
   * @default none
   */
  formerPrefix?: string;
  /**
   * Milliseconds after which a command is rejected, so that buyers do not wait for a Redis that is down.
   * @default 2000
   */
  timeout?: number;
}

/** KEYS[1], or KEYS[2] (below the former prefix) if only that exists. */
const resolve = `
local key = KEYS[1]
if KEYS[2] and redis.call('exists', KEYS[1]) == 0 and redis.call('exists', KEYS[2]) == 1 then key = KEYS[2] end`;

const getScript = `${resolve}
return redis.call('get', key)`;

/** Writes ARGV[1] for ARGV[2] milliseconds. */
const setScript = `${resolve}
redis.call('set', key, ARGV[1], 'px', ARGV[2])`;

/** The same, only if the key does not exist. */
const addScript = `${resolve}
if redis.call('set', key, ARGV[1], 'px', ARGV[2], 'nx') then return 1 end
return 0`;

/** Writes ARGV[2] for ARGV[3] milliseconds if the current value is ARGV[1]. */
const replaceScript = `${resolve}
if redis.call('get', key) == ARGV[1] then
  redis.call('set', key, ARGV[2], 'px', ARGV[3])
  return 1
end
return 0`;

/** Deletes the key. With ARGV[1], only if that is the current value. */
const deleteScript = `${resolve}
if not ARGV[1] or redis.call('get', key) == ARGV[1] then redis.call('del', key) end`;

/** Adds ARGV[1] to the queue, due at ARGV[2], or moves it within the queue that contains it. */
const scheduleScript = `
local agenda = KEYS[1]
if KEYS[2] and redis.call('zscore', KEYS[2], ARGV[1]) then agenda = KEYS[2] end
redis.call('zadd', agenda, ARGV[2], ARGV[1])`;

/** Leases up to ARGV[3] entries that are due at ARGV[1], and postpones each to ARGV[2]. */
const claimScript = `
local claimed = {}
for _, agenda in ipairs(KEYS) do
  local due = redis.call('zrangebyscore', agenda, '-inf', ARGV[1], 'limit', 0, ARGV[3] - #claimed)
  for _, entry in ipairs(due) do
    redis.call('zadd', agenda, ARGV[2], entry)
    table.insert(claimed, entry)
  end
end
return claimed`;

/** The pause before the next attempt after Redis refused a subscription. */
const LISTEN_RETRY_MS = 30_000;

/** After a fail-over, an open connection may lead to a server that is now a replica. The client has to reconnect. */
function isReadOnly(error: Error): boolean {
  // Redis before version 7 wraps the error of a script in another one.
  return /\bREADONLY\b/.test(error.message);
}

/**
 * Creates a store in Redis 6 or later, for adapters with several instances. `at` is its URL (`redis://…` or `rediss://…`) or
 * your own `ioredis` client. The store opens a second connection for notifications. While Redis is down, operations reject
 * and the adapter answers `busy`; each process then counts rate limits for itself. Configure Redis with `appendonly yes`
 * and `maxmemory-policy noeviction`, because a lost idempotency key could lead to a second payment. Needs the package
 * `ioredis`.
 *
 * @example
 * const buyFlow = createBuyFlow({apiKey, apiSecret, store: redisStore('rediss://redis.example:6379')});
 */
export function redisStore(
  at: string | Redis,
  {prefix = 'cryptopocket-buy:', formerPrefix, timeout = 2000}: RedisStoreOptions = {},
): Store {
  // Without a listener, ioredis prints an error for every attempt to reconnect. Each command reports its own error.
  const ignore = () => undefined;
  const connecting = typeof at === 'string' ? connect(at, timeout) : Promise.resolve(at);
  const ready = connecting.then(client => client.on('error', ignore));
  const prefixes = formerPrefix === undefined || formerPrefix === prefix ? [prefix] : [prefix, formerPrefix];
  const channels = prefixes.map(before => `${before}news`);
  const listeners = new Set<(message: string) => void>();
  let news: Redis | undefined;
  let listenAgainAt = 0;

  const run = async (script: string, key: string, ...values: (string | number)[]): Promise<unknown> =>
    (await ready).call('eval', script, prefixes.length, ...prefixes.map(before => before + key), ...values);

  const subscribe = async (): Promise<void> => {
    const client = await ready;
    if (news) return;
    if (performance.now() < listenAgainAt) throw new Error('Redis refused to be listened to a moment ago');
    // A subscribed connection can send no other commands. It subscribes again when Redis is back.
    const connection = client.duplicate({commandTimeout: undefined, maxRetriesPerRequest: null});
    news = connection;
    connection.on('error', ignore);
    connection.on('message', (_channel: string, message: string) => {
      for (const listener of listeners) listener(message);
    });
    try {
      await connection.subscribe(...channels);
    } catch (error) {
      // Refused, for example by an ACL.
      connection.disconnect();
      news = undefined;
      listenAgainAt = performance.now() + LISTEN_RETRY_MS;
      throw error;
    }
  };

  return {
    async get(key) {
      const value = prefixes.length === 1 ? await (await ready).get(prefix + key) : await run(getScript, key);
      return typeof value === 'string' ? value : undefined;
    },
    async set(key, value, seconds) {
      if (prefixes.length === 1) await (await ready).set(prefix + key, value, 'PX', seconds * 1000);
      else await run(setScript, key, value, seconds * 1000);
    },
    async add(key, value, seconds) {
      if (prefixes.length > 1) return (await run(addScript, key, value, seconds * 1000)) === 1;
      return (await (await ready).set(prefix + key, value, 'PX', seconds * 1000, 'NX')) === 'OK';
    },
    async replace(key, expected, value, seconds) {
      return (await run(replaceScript, key, expected, value, seconds * 1000)) === 1;
    },
    async delete(key, expected) {
      await (expected === undefined ? run(deleteScript, key) : run(deleteScript, key, expected));
    },

    async schedule(agenda, entry, dueAt) {
      await run(scheduleScript, agenda, entry, dueAt);
    },
    async claim(agenda, now, until, most) {
      const due = await run(claimScript, agenda, now, until, most);
      return Array.isArray(due) ? due.map(String) : [];
    },
    async unschedule(agenda, entry) {
      const client = await ready;
      for (const before of prefixes) await client.zrem(before + agenda, entry);
    },

    async publish(message) {
      await (await ready).publish(`${prefix}news`, message);
    },
    async listen(listener) {
      listeners.add(listener);
      try {
        await subscribe();
      } catch (error) {
        listeners.delete(listener);
        throw error;
      }
      return () => listeners.delete(listener);
    },

    limiter(name, points, duration) {
      const keyPrefix = `${prefix}limit:${name}`;
      const insuranceLimiter = new RateLimiterMemory({points, duration});
      const limiter = ready.then(storeClient =>
        toLimiter(new RateLimiterRedis({storeClient, keyPrefix, points, duration, insuranceLimiter})),
      );
      return {
        take: async who => (await limiter).take(who),
        giveBack: async who => (await limiter).giveBack(who),
      };
    },

    diagnose: async () => diagnose(await ready, `${prefix}probe`),

    async close() {
      listeners.clear();
      news?.disconnect();
      const client = await ready;
      if (typeof at === 'string') client.disconnect();
      else client.off('error', ignore);
    },
  };
}

async function connect(url: string, timeout: number): Promise<Redis> {
  const {Redis} = await loadOptional('cryptopocket-buy/redis', 'ioredis', () => import('ioredis'));
  return new Redis(url, {
    commandTimeout: timeout,
    maxRetriesPerRequest: 1,
    // 2 means: reconnect and send the command again.
    reconnectOnError: error => (isReadOnly(error) ? 2 : false),
  });
}

/** Reads the server's configuration from `INFO`, and tries to publish. */
async function diagnose(client: Redis, channel: string): Promise<StoreFinding[]> {
  const findings: StoreFinding[] = [];
  try {
    const info = await client.info();
    const valueOf = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
    const policy = valueOf('maxmemory_policy');
    if (policy !== undefined && policy !== 'noeviction') {
      findings.push({
        code: 'store_evicts',
        message: `Redis evicts keys when it is full (maxmemory-policy ${policy}). A forgotten idempotency key can pay twice: set maxmemory-policy to noeviction.`,
      });
    }
    if (valueOf('aof_enabled') === '0') {
      findings.push({
        code: 'store_not_persistent',
        message:
          'Redis does not write every change to disk. After a crash it may have forgotten an idempotency key, which can pay twice: set appendonly yes.',
      });
    }
    if (valueOf('role') === 'slave') {
      findings.push({
        code: 'store_read_only',
        message: 'Redis is a replica, which takes no writes: REDIS_URL has to name the primary.',
      });
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    findings.push({code: 'store_not_inspected', message: `Redis did not say how it is run: ${reason}`});
  }
  try {
    await client.publish(channel, '');
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('NOPERM')) {
      findings.push({
        code: 'store_without_pubsub',
        message: `This Redis user may not publish on ${channel}. Notifications reach waiting pages of other instances only when they poll: allow the channel in the ACL.`,
      });
    }
  }
  return findings;
}
