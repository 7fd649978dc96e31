import assert from 'node:assert/strict';
import {EventEmitter, once} from 'node:events';
import {request as httpRequest} from 'node:http';
import {buffer} from 'node:stream/consumers';
import {test} from 'node:test';
import express from 'express';
import type {Peer} from '../../../src/server/index.js';
import {toNodeListener} from '../../../src/server/node/index.js';
import {listen} from '../../support/listen.js';

/** Bytes that no parser and writer of JSON would leave as they are. */
const bytes = '{ "name":\t"Zo\\u00eb \u20ac" }\n';

/** Answers with what arrived. */
async function echo(request: Request, peer: Peer = {}): Promise<Response> {
  const {method, url, headers} = request;
  // Whoever wants to may make another request of it.
  const text = method === 'TRACE' ? '' : await new Request(request, {headers: {}}).text();
  return Response.json({method, path: new URL(url).pathname, shop: headers.get('x-shop'), text, address: peer.address});
}

const post = {method: 'POST', headers: {'content-type': 'application/json', 'x-shop': 'ronda'}, body: bytes};

test('the adapter gets method, path, headers, exact bytes and the caller’s address', async () => {
  const origin = await listen(toNodeListener(echo));
  const answer: unknown = await (await fetch(`${origin}/shop/sessions?a=b`, post)).json();
  assert.deepEqual(answer, {
    method: 'POST',
    path: '/shop/sessions',
    shop: 'ronda',
    text: bytes,
    address: '127.0.0.1',
  });
});

test('a process of the adapter’s own gets the same with less work, and whatever else belongs to a request', async () => {
  const answers: unknown[] = [];
  const light = toNodeListener(
    async (request, peer) => {
      const {headers, method, url, signal} = request;
      const named = [...headers.entries()].filter(([name]) => name.startsWith('x-'));
      const text = new TextDecoder().decode(await request.arrayBuffer());
      answers.push([headers.has('x-shop'), headers.get('X-SHOP'), headers.get('x-none'), named, signal.aborted]);
      return Response.json({
        method,
        path: new URL(url).pathname,
        shop: headers.get('x-shop'),
        text,
        address: peer?.address,
      });
    },
    {overrideGlobalObjects: true},
  );
  const {Request: before, Response: beforeResponse} = globalThis;
  try {
    const answer: unknown = await (await fetch(`${await listen(light)}/shop/sessions?a=b`, post)).json();
    assert.deepEqual(answer, {
      method: 'POST',
      path: '/shop/sessions',
      shop: 'ronda',
      text: bytes,
      address: '127.0.0.1',
    });
    assert.deepEqual(answers, [[true, 'ronda', null, [['x-shop', 'ronda']], false]]);
  } finally {
    Object.assign(globalThis, {Request: before, Response: beforeResponse});
  }
});

test('methods that the adapter has no use for reach it all the same', async () => {
  const origin = await listen(toNodeListener(echo));
  for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE']) {
    // `fetch` would not send all of them.
    const response = await new Promise<{status: number | undefined; text: string}>((resolve, reject) => {
      const sent = httpRequest(`${origin}/x`, {method}, answer => {
        void buffer(answer).then(body => {
          resolve({status: answer.statusCode, text: body.toString()});
        }, reject);
      });
      sent.on('error', reject);
      sent.end();
    });
    assert.equal(response.status, 200, method);
    assert.match(response.text, new RegExp(`"method":"${method}"`));
  }
});

test('the globals of the merchant’s process stay theirs', async () => {
  const {Request: before, Response: beforeResponse} = globalThis;
  await fetch(await listen(toNodeListener(echo)), post);
  assert.equal(globalThis.Request, before);
  assert.equal(globalThis.Response, beforeResponse);
});

test('what waits is told when the client hangs up, whether or not a body was sent', {timeout: 10_000}, async () => {
  for (const method of ['GET', 'POST']) {
    const arrived = new EventEmitter<{request: [Request]}>();
    const origin = await listen(
      toNodeListener(request => {
        arrived.emit('request', request);
        return new Promise(resolve => {
          request.signal.addEventListener('abort', () => {
            resolve(new Response());
          });
        });
      }),
    );
    const request = once(arrived, 'request') as Promise<[Request]>;
    const leave = new AbortController();
    const waiting = fetch(origin, {...post, body: method === 'GET' ? null : bytes, method, signal: leave.signal});
    const [{signal}] = await request;
    assert.equal(signal.aborted, false);
    const told = new Promise(resolve => {
      signal.addEventListener('abort', resolve);
    });
    leave.abort();
    await assert.rejects(waiting, {name: 'AbortError'});
    await told;
  }
});

test('a body that express.json() ate is explained, to the developer and on the console', async context => {
  const console = context.mock.method(globalThis.console, 'error', () => undefined);
  const app = express().use(express.json(), toNodeListener(echo));
  const response = await fetch(await listen(app), post);
  assert.equal(response.status, 500);
  const text = await response.text();
  assert.match(text, /before body parsers such as express\.json\(\)/);
  assert.doesNotMatch(text, /Zo/);
  assert.match(String(console.mock.calls[0]?.arguments[0]), /before body parsers such as express\.json\(\)/);
});

for (const [how, parser] of [
  ['express.json() with `verify`', express.json({verify: (request, _, raw) => Object.assign(request, {rawBody: raw})})],
  ['express.raw()', express.raw({type: '*/*'})],
] as const) {
  test(`bytes that ${how} kept are as good as the body`, async () => {
    const origin = await listen(express().use(parser, toNodeListener(echo)));
    assert.equal(((await (await fetch(origin, post)).json()) as {text: string}).text, bytes);
  });
}

test('a call without a body passes a body parser that had nothing to do', async () => {
  const origin = await listen(express().use(express.json(), toNodeListener(echo)));
  assert.equal((await fetch(origin)).status, 200);
  assert.equal((await fetch(origin, {method: 'POST'})).status, 200);
});

test(
  'what the adapter waits with is told of a hang-up as well, and of nothing when it stopped listening',
  {timeout: 10_000},
  async () => {
    const gone = new EventEmitter<{gone: [string]}>();
    const arrived = new EventEmitter<{arrived: []}>();
    const origin = await listen(
      toNodeListener(
        (_request, {hangUp} = {}) =>
          new Promise(resolve => {
            assert.ok(hangUp && !hangUp.aborted);
            const stopped = () => gone.emit('gone', 'stopped');
            hangUp.addEventListener('abort', stopped);
            hangUp.removeEventListener('abort', stopped);
            hangUp.addEventListener('abort', () => {
              gone.emit('gone', hangUp.aborted ? 'gone' : 'answered');
              resolve(new Response());
            });
            arrived.emit('arrived');
          }),
      ),
    );
    const told = once(gone, 'gone');
    const waits = once(arrived, 'arrived');
    const leave = new AbortController();
    const waiting = fetch(origin, {signal: leave.signal});
    await waits;
    leave.abort();
    await assert.rejects(waiting);
    assert.deepEqual(await told, ['gone']);
  },
);
