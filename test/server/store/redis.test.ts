import assert from 'node:assert/strict';
import {once} from 'node:events';
import {connect, createServer, type AddressInfo} from 'node:net';
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

const refused = async (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    () => true,
  );

test('after a fail-over to another server, calls on the open connection reach the new primary', async () => {
  const [first, second] = [await RedisServer.start(), await RedisServer.start()];
  // A name that points to whichever server is the primary, as providers have it.
  let primary = first.port;
  const name = createServer(socket => {
    const upstream = connect(primary, '127.0.0.1');
    socket.pipe(upstream).pipe(socket);
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  }).listen(0, '127.0.0.1');
  await once(name, 'listening');
  const {port} = name.address() as AddressInfo;
  const store = redisStore(`redis://127.0.0.1:${port}`);
  const operator = new Redis(first.url);
  await store.set('key', 'before', 60);
  await operator.replicaof('127.0.0.1', second.port);
  primary = second.port;
  // The connection is open, and the server behind it takes no writes any more.
  await store.set('key', 'after', 60);
  assert.equal(await store.get('key'), 'after');
  assert.equal(await store.add('lock', 'mine', 60), true);
  operator.disconnect();
  await store.close();
  name.close();
  await first.end();
  await second.end();
});

test('an operator is told of a Redis that evicts, forgets at a crash, is a replica, or forbids publishing', async () => {
  const own = await RedisServer.start();
  const operator = new Redis(own.url);
  const store = redisStore(own.url);
  const codes = async () => ((await store.diagnose?.()) ?? []).map(({code}) => code);
  assert.deepEqual(await codes(), []);
  await operator.config('SET', 'maxmemory-policy', 'volatile-lru');
  await operator.config('SET', 'appendonly', 'no');
  assert.deepEqual(await codes(), ['store_evicts', 'store_not_persistent']);
  await operator.config('SET', 'maxmemory-policy', 'noeviction');
  await operator.config('SET', 'appendonly', 'yes');
  await operator.replicaof('127.0.0.1', 1);
  assert.deepEqual(await codes(), ['store_read_only']);
  await operator.replicaof('NO', 'ONE');
  await operator.call('ACL', 'SETUSER', 'shop', 'on', '>secret', '~*', '+@all', 'resetchannels');
  const limited = redisStore(own.url.replace('redis://', 'redis://shop:secret@'));
  assert.deepEqual(
    ((await limited.diagnose?.()) ?? []).map(({code}) => code),
    ['store_without_pubsub'],
  );
  await limited.close();
  await store.close();
  operator.disconnect();
  await own.end();
});

test('a Redis that forbids listening says so every time it is asked, and keeps no connection for it', async () => {
  const own = await RedisServer.start();
  const operator = new Redis(own.url);
  await operator.call('ACL', 'SETUSER', 'shop', 'on', '>secret', '~*', '+@all', 'resetchannels');
  const store = redisStore(own.url.replace('redis://', 'redis://shop:secret@'));
  await store.set('key', 'value', 60);
  const connections = async () =>
    String(await operator.client('LIST'))
      .trim()
      .split('\n').length;
  const before = await connections();
  assert.equal(await refused(store.listen(() => undefined)), true);
  assert.equal(await refused(store.listen(() => undefined)), true);
  while ((await connections()) > before);
  await store.close();
  operator.disconnect();
  await own.end();
});

test('a full Redis rejects what would be forgotten', async () => {
  const own = await RedisServer.start();
  const operator = new Redis(own.url);
  const store = redisStore(own.url);
  await store.set('key', 'value', 60);
  await operator.config('SET', 'maxmemory', '1');
  assert.equal(await refused(store.set('check', '', 60)), true);
  assert.equal(await store.get('key'), 'value');
  await store.close();
  operator.disconnect();
  await own.end();
});

test('with a new prefix, what was written below the former one is still found, replaced, deleted, claimed and locked', async () => {
  const former = redisStore(client, {prefix: 'former:'});
  const store = redisStore(client, {prefix: 'new:', formerPrefix: 'former:'});
  await former.set('old', 'value', 60);
  assert.equal(await store.get('old'), 'value');
  assert.equal(await store.add('old', 'other', 60), false);
  assert.equal(await store.replace('old', 'value', 'next', 60), true);
  // An instance of the former version goes on with the same key.
  assert.equal(await former.get('old'), 'next');
  await store.delete('old', 'another');
  assert.equal(await store.get('old'), 'next');
  await store.delete('old', 'next');
  assert.equal(await former.get('old'), undefined);
  await store.set('fresh', 'value', 60);
  assert.equal(await former.get('fresh'), undefined);
  await former.schedule('agenda', 'old', 1);
  await store.schedule('agenda', 'fresh', 1);
  assert.deepEqual((await store.claim('agenda', 1, 5, 10)).sort(), ['fresh', 'old']);
  assert.deepEqual(await store.claim('agenda', 4, 9, 10), []);
  assert.deepEqual((await store.claim('agenda', 5, 9, 1)).length, 1);
  await store.unschedule('agenda', 'old');
  await store.unschedule('agenda', 'fresh');
  assert.deepEqual(await store.claim('agenda', 99, 100, 10), []);
  const heard: string[] = [];
  await store.listen(message => heard.push(message));
  await former.publish('news');
  while (heard.length === 0) await new Promise(resolve => setImmediate(resolve));
  assert.deepEqual(heard, ['news']);
  await former.close();
  await store.close();
});

holdsStoreContract({
  name: 'Redis with a former prefix',
  create: place => redisStore(server.url, {prefix: `${place}-new:`, formerPrefix: `${place}-former:`}),
  pass: async seconds => {
    for (const key of await client.keys('*')) {
      const left = await client.pttl(key);
      if (left >= 0) await client.pexpire(key, Math.max(0, left - seconds * 1000));
    }
  },
});
