import {expect, test as base} from '@playwright/test';
import {buyFixtures, type BuyFixtures} from '../../src/testing/index.js';

const test = base.extend<BuyFixtures>(buyFixtures);

test('a new customer buys, and our page thanks them', async ({page, buyer}) => {
  await page.goto('/');
  await buyer.buys({amount: '120'});
  await expect(buyer.widget.getByRole('heading', {name: 'Your coins were sent'})).toBeVisible();
});

test('somebody whose identity is in doubt is told so, and nothing is paid', async ({page, buyer, sandbox}) => {
  await page.goto('/');
  const email = buyer.newEmail('reject');
  await buyer.confirmsAmount();
  await buyer.introduces(email, 'Ada Byron');
  await buyer.provesMailbox(email);
  await buyer.passesIdentityCheck();
  await expect(buyer.widget.getByRole('heading', {name: 'could not be verified'})).toBeVisible();
  expect((await sandbox.state()).payments).toEqual([]);
});

test('a vendor that answers nothing costs the buyer no more than time', async ({page, buyer, sandbox}) => {
  await sandbox.spoil({operation: 'createGuidedPayment', kind: 'lost_answer'});
  await page.goto('/');
  await buyer.buys({email: 'returning@example.org', name: 'Rita Returning'});
  const {payments} = await sandbox.state();
  expect(payments.filter(payment => payment.status === 'coins_sent')).toHaveLength(1);
});
