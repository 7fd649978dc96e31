import {Redis} from 'ioredis';
import {RateLimiterRedis} from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import {toLimiter} from './limiter.js';
import type {Store} from './store.js';

export interface RedisStoreOptions {
  /** Before every key and the channel, so that several shops may share one Redis. Default: `cryptopocket-buy:`. */
  prefix?: string;
  /** Milliseconds that a command may take before it is rejected, so that no buyer hangs on a Redis that is gone. Default: 2000. */
  timeout?: number;
}

/** Writes ARGV[2] for ARGV[3] milliseconds where ARGV[1] is written. */
const replaceScript = `
if redis.call('get', KEYS[1]) == ARGV[1] then
  redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3])
  return 1
end
return 0`;

/** Deletes where ARGV[1] is written. */
const deleteScript = `
if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end`;

/** Takes up to ARGV[3] entries that are due at ARGV[1], and puts each off to ARGV[2]. */
const claimScript = `
local due = redis.call('zrangebyscore', KEYS[1], '-inf', ARGV[1], 'limit', 0, ARGV[3])
for _, entry in ipairs(due) do redis.call('zadd', KEYS[1], ARGV[2], entry) end
return due`;

/**
 * A Redis (6 or later) that several instances share. `at` is its address (`redis://…` or `rediss://…`) or a client of
 * `ioredis` that you made; a second connection is opened for news. While Redis is away, calls are rejected, and the
 * adapter answers `busy`; rate limits are then counted by each process for itself. Let Redis write its data to disk
 * (`appendonly yes`): an idempotency key that it forgets could pay twice.
 */
export function redisStore(
  at: string | Redis,
  {prefix = 'cryptopocket-buy:', timeout = 2000}: RedisStoreOptions = {},
): Store {
  const client = typeof at === 'string' ? new Redis(at, {commandTimeout: timeout, maxRetriesPerRequest: 1}) : at;
  // An error that nobody listens to would be printed for every try to connect again; each command reports its own.
  const ignore = () => undefined;
  client.on('error', ignore);
  const channel = `${prefix}news`;
  const listeners = new Set<(message: string) => void>();
  let news: Redis | undefined;

  const hear = async (): Promise<void> => {
    if (news) return;
    // A connection that listens can do nothing else. It subscribes again by itself whenever Redis is back.
    news = client.duplicate({commandTimeout: undefined, maxRetriesPerRequest: null});
    news.on('error', ignore);
    news.on('message', (_channel: string, message: string) => {
      for (const listener of listeners) listener(message);
    });
    await news.subscribe(channel);
  };

  return {
    get: async key => (await client.get(prefix + key)) ?? undefined,
    async set(key, value, seconds) {
      await client.set(prefix + key, value, 'PX', seconds * 1000);
    },
    async add(key, value, seconds) {
      return (await client.set(prefix + key, value, 'PX', seconds * 1000, 'NX')) === 'OK';
    },
    async replace(key, expected, value, seconds) {
      return (await client.call('eval', replaceScript, 1, prefix + key, expected, value, seconds * 1000)) === 1;
    },
    async delete(key, expected) {
      if (expected === undefined) await client.del(prefix + key);
      else await client.call('eval', deleteScript, 1, prefix + key, expected);
    },

    async schedule(agenda, entry, dueAt) {
      await client.zadd(prefix + agenda, dueAt, entry);
    },
    async claim(agenda, now, until, most) {
      const due: unknown = await client.call('eval', claimScript, 1, prefix + agenda, now, until, most);
      return Array.isArray(due) ? due.map(String) : [];
    },
    async unschedule(agenda, entry) {
      await client.zrem(prefix + agenda, entry);
    },

    async publish(message) {
      await client.publish(channel, message);
    },
    async listen(listener) {
      listeners.add(listener);
      await hear();
      return () => listeners.delete(listener);
    },

    limiter(name, points, duration) {
      const keyPrefix = `${prefix}limit:${name}`;
      const insuranceLimiter = new RateLimiterMemory({points, duration});
      return toLimiter(new RateLimiterRedis({storeClient: client, keyPrefix, points, duration, insuranceLimiter}));
    },

    async close() {
      listeners.clear();
      news?.disconnect();
      if (typeof at === 'string') client.disconnect();
      else client.off('error', ignore);
      return Promise.resolve();
    },
  };
}
