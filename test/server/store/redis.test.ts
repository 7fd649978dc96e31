import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {Redis} from 'ioredis';
import {redisStore} from '../../../src/server/store/redis.js';
import {RedisServer} from '../../support/redis.js';
import {holdsStoreContract} from './contract.js';

let server: RedisServer;
let client: Redis;

before(async () => {
  server = await RedisServer.start();
  client = new Redis(server.url);
});
after(async () => {
  client.disconnect();
  await server.end();
});

holdsStoreContract({
  name: 'Redis',
  create: place => redisStore(server.url, {prefix: `${place}:`}),
  // Redis has no clock to be set, but every key's end can be moved.
  pass: async seconds => {
    for (const key of await client.keys('*')) {
      const left = await client.pttl(key);
      if (left >= 0) await client.pexpire(key, Math.max(0, left - seconds * 1000));
    }
  },
});

test('instances that share a Redis share what is written, claimed, counted and told', async () => {
  const [a, b] = [redisStore(server.url), redisStore(client)];
  await a.set('key', 'value', 10);
  assert.equal(await b.get('key'), 'value');
  assert.equal(await b.add('key', 'other', 10), false);
  await a.schedule('agenda', 'entry', 1);
  assert.deepEqual(await b.claim('agenda', 1, 100, 10), ['entry']);
  assert.deepEqual(await a.claim('agenda', 1, 100, 10), []);
  await a.limiter('tries', 1, 60).take('somebody');
  assert.notEqual(await b.limiter('tries', 1, 60).take('somebody'), undefined);
  const heard = new Promise(resolve => void a.listen(resolve).then(() => b.publish('news')));
  assert.equal(await heard, 'news');
  await a.close();
  await b.close();
  // A client that was handed in is its owner's to close, and to listen to.
  assert.equal(await client.get('cryptopocket-buy:key'), 'value');
  assert.equal(client.listenerCount('error'), 0);
});

test('shops with different prefixes do not meet in one Redis', async () => {
  const [a, b] = [redisStore(client, {prefix: 'a:'}), redisStore(client, {prefix: 'b:'})];
  await a.set('key', 'value', 10);
  assert.equal(await b.get('key'), undefined);
  await a.close();
  await b.close();
});

test('while Redis is away a call is rejected soon, limits are counted here, and all goes on when it is back', async () => {
  const own = await RedisServer.start();
  const store = redisStore(own.url, {timeout: 500});
  const heard: string[] = [];
  await store.listen(message => heard.push(message));
  await store.set('key', 'value', 60);
  await store.schedule('agenda', 'entry', 1);
  await own.kill();
  await assert.rejects(store.get('key'));
  await assert.rejects(store.add('key', 'other', 60));
  await assert.rejects(store.publish('lost'));
  const limiter = store.limiter('tries', 1, 60);
  assert.equal(await limiter.take('somebody'), undefined);
  assert.notEqual(await limiter.take('somebody'), undefined);
  await own.start();
  const back = async () => {
    try {
      return await store.get('key');
    } catch {
      return undefined;
    }
  };
  while ((await back()) !== 'value');
  assert.deepEqual(await store.claim('agenda', 1, 100, 10), ['entry']);
  // The connection for news comes back by itself; until then, what is published is for nobody.
  while (heard.length === 0) {
    await store.publish('back');
    await new Promise(resolve => setImmediate(resolve));
  }
  assert.equal(heard[0], 'back');
  await store.close();
  await own.end();
});
