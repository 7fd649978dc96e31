import assert from 'node:assert/strict';
import {test} from 'node:test';
import {announcementFor} from '../../src/components/buy/live-region.js';
import {en} from '../../src/i18n/en.js';
import * as at from './examples.js';
import {everywhere} from './examples.js';

/** What is said of each step; of the others nothing, since their heading says it. */
const spoken: Record<string, string> = {
  resuming: en.resuming,
  'resuming what was asked for otherwise': en.resuming,
  'resuming a guest': en.resuming,
  sending: en.customer.sending,
  checking: en.code.checking,
  inReview: en.kyc.reviewHeading,
  rejected: en.kyc.rejectedHeading,
  'demanded and opened': en.kyc.waiting,
  priced: en.payment.worse('110\u00a0USDC'),
  direct: en.payment.worse('110\u00a0USDC'),
  'an expired price': en.payment.worse('110\u00a0USDC'),
  creating: en.payment.creating,
  paid: en.status.received,
  unknown: en.status.unknown,
  completed: en.status.doneHeading,
  failed: en.status.failedHeading,
};

test('a buyer who listens hears what changes by itself, and nothing twice', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    assert.equal(announcementFor(state, en, 'en'), spoken[name] ?? '', name);
  }
});

test('a buyer who listens hears of a code on its way, a transfer, and a window that was not let open', () => {
  assert.equal(announcementFor({...at.code, resend: 'done'}, en, 'en'), en.code.resent);
  assert.equal(
    announcementFor({...at.unpaid, payment: {...at.payment, status: 'bank_pending'}}, en, 'en'),
    en.status.bankPending,
  );
  assert.equal(announcementFor({...at.unpaid, popup: 'blocked'}, en, 'en'), en.blocked);
});
