import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLog} from '../../src/cli/log.js';

type Line = Record<string, unknown>;

function logging() {
  const lines: Line[] = [];
  const log = createLog(text => {
    assert.match(text, /^[^\n]+\n$/);
    lines.push(JSON.parse(text) as Line);
  });
  return {lines, ...log};
}

const measured = {kind: 'request', route: 'POST /sessions', method: 'POST', seconds: 0.0123} as const;

test('a request that went well is one line with route, status and milliseconds', () => {
  const {lines, request, observe} = logging();
  request(() => {
    observe({...measured, status: 201});
  });
  const [line] = lines;
  assert.ok(line && lines.length === 1);
  const {time, ...more} = line;
  assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual(more, {
    level: 'info',
    event: 'request',
    route: 'POST /sessions',
    method: 'POST',
    status: 201,
    milliseconds: 12,
  });
});

test('a refusal is told in the line of its request, with the id that the page was given', async () => {
  const {lines, request, log, observe} = logging();
  await request(async () => {
    await Promise.resolve();
    log({level: 'info', event: 'refused', requestId: 'id-1', code: 'session_expired'});
    observe({...measured, status: 401});
  });
  assert.equal(lines.length, 1);
  assert.deepEqual(
    [lines[0]?.['requestId'], lines[0]?.['code'], lines[0]?.['status']],
    ['id-1', 'session_expired', 401],
  );
});

test('what is wrong has a line of its own besides, with the same id', () => {
  const {lines, request, log, observe} = logging();
  request(() => {
    log({level: 'error', event: 'unexpected', requestId: 'id-2', error: 'broken'});
    observe({...measured, status: 503});
  });
  assert.deepEqual(
    lines.map(({level, event, requestId}) => [level, event, requestId]),
    [
      ['error', 'unexpected', 'id-2'],
      ['info', 'request', 'id-2'],
    ],
  );
});

test('requests that are answered at the same time are not mixed up', async () => {
  const {lines, request, log, observe} = logging();
  const answer = (requestId: string, code: string) =>
    request(async () => {
      await new Promise(resolve => setImmediate(resolve));
      log({level: 'info', event: 'refused', requestId, code});
      await new Promise(resolve => setImmediate(resolve));
      observe({...measured, status: 400});
    });
  await Promise.all([answer('a', 'not_found'), answer('b', 'rate_limited')]);
  assert.deepEqual(
    lines.map(({requestId, code}) => [requestId, code]),
    [
      ['a', 'not_found'],
      ['b', 'rate_limited'],
    ],
  );
});

test('what is said outside of a request has its line, and other measurements have none', () => {
  const {lines, log, observe} = logging();
  log({level: 'info', event: 'refused', requestId: 'x', code: 'not_found'});
  observe({kind: 'waiting', count: 1});
  observe({kind: 'vendor', call: 'quote', outcome: 'ok', seconds: 1});
  assert.equal(lines.length, 1);
});
