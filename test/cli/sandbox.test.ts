import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createVendor} from '../../src/server/index.js';
import {Run} from './run.js';

test('the sandbox says what to set, and what it says works', async () => {
  const sandbox = new Run(['sandbox', '--port', '0']);
  const [, apiKey = ''] = await sandbox.prints(/^CRYPTOPOCKET_API_KEY=(.+)$/m);
  const [, apiSecret = ''] = await sandbox.prints(/^CRYPTOPOCKET_API_SECRET=(.+)$/m);
  const [, baseUrl = ''] = await sandbox.prints(/^CRYPTOPOCKET_BASE_URL=(.+)$/m);
  const vendor = createVendor({apiKey, apiSecret, baseUrl});
  assert.ok((await vendor.assets()).length > 0);
  const {kycUrl = ''} = await vendor.registerCustomer({email: 'ada@example.org', name: 'Ada Byron'});
  assert.equal((await fetch(kycUrl)).status, 200);
  const [, inbox = ''] = await sandbox.prints(/its inbox at (\S+)\./);
  assert.equal((await fetch(inbox)).status, 200);
  sandbox.kill('SIGTERM');
  assert.equal(await sandbox.ended(), 0);
});
