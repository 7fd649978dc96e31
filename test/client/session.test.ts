import assert from 'node:assert/strict';
import {test} from 'node:test';
import {SessionKeeper} from '../../src/client/session-token-manager.js';
import type {Session} from '../../src/contract/api.js';

const session = (name: string): Session => ({
  token: `token-${name}`,
  expiresIn: 900,
  resume: `resume-${name}`,
  guest: 'code',
  identified: 'no',
});

test('a renewal that comes back after another purchase was taken up changes nothing of that one', async () => {
  let now = 0;
  const renewals: string[] = [];
  const waiting: ((session: Session) => void)[] = [];
  const keeper = new SessionKeeper(
    () => new Promise<Session>(resolve => waiting.push(resolve)),
    renewed => renewals.push(renewed),
    () => now,
  );
  keeper.adopt(session('before'));
  now = 900_000;
  const late = keeper.token();
  // The buyer goes on with another purchase while that is on its way.
  keeper.adopt(session('other'));
  waiting[0]?.(session('late'));
  assert.equal(await late, 'token-other');
  assert.equal(await keeper.token(), 'token-other');
  assert.deepEqual(renewals, []);
});

test('a renewal is told with its resume token, once for all who wait for it', async () => {
  let now = 0;
  const renewals: string[] = [];
  const keeper = new SessionKeeper(
    () => Promise.resolve(session('renewed')),
    renewed => renewals.push(renewed),
    () => now,
  );
  keeper.adopt(session('before'));
  now = 900_000;
  assert.deepEqual(await Promise.all([keeper.token(), keeper.token()]), ['token-renewed', 'token-renewed']);
  assert.deepEqual(renewals, ['resume-renewed']);
});
