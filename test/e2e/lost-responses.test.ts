import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {newEmail, type Buyer} from '../support/buyer.js';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();

const minute = 60_000;
const hour = 60 * minute;

/** Nobody is left with more than one payment. */
async function hasOnePayment(): Promise<void> {
  assert.equal((await stage().demo.state()).payments.length, 1);
}

/** What the sandbox alone decides about the buyer, while they can neither see nor do anything. */
async function decidesIdentity(email: string, kyc: string): Promise<void> {
  const {customers} = await stage().demo.state();
  const customer = customers.find(candidate => candidate.email === email);
  await stage().demo.control(`customers/${customer?.id ?? ''}`, {kyc});
}

async function decidesPayment(status: string): Promise<void> {
  const [payment] = (await stage().demo.state()).payments;
  await stage().demo.control(`payments/${payment?.id ?? ''}`, {status});
}

/** Somebody whose clock can be put forward. */
async function arrivesWithClock(query = ''): Promise<Buyer> {
  const buyer = await stage().arrive(query);
  await buyer.page.clock.install();
  await buyer.page.reload();
  return buyer;
}

/** Problems that the page was told of. */
function problems(buyer: Buyer): Promise<string[]> {
  return buyer.page.locator('#events li', {hasText: 'cryptopocket-problem'}).allTextContents();
}

describe('a lost connection', () => {
  it('stops a buyer at no step, and takes nothing from them that they typed', async () => {
    const buyer = await stage().arrive();
    const {page, context} = buyer;
    const email = newEmail();
    const goesOffline = () => context.setOffline(true);
    const comesBack = () => context.setOffline(false);
    await buyer.reads(/price good until/);

    await goesOffline();
    await buyer.chooses('80');
    await buyer.reads('No connection. We keep trying.');
    assert.equal(await page.getByLabel('You pay', {exact: true}).inputValue(), '80');
    await comesBack();
    await buyer.confirmsAmount();

    await buyer.sees('Your details');
    await goesOffline();
    await buyer.introduces(email);
    await buyer.reads('No connection. We keep trying.');
    assert.equal(await page.getByLabel('E-mail').inputValue(), email);
    assert.equal(await page.getByLabel('Full name').inputValue(), 'Ada Byron');
    await comesBack();

    await buyer.sees('Check your e-mail');
    await goesOffline();
    await buyer.provesMailbox(email);
    await buyer.reads('No connection. We keep trying.');
    await comesBack();

    await buyer.sees('Verify your identity');
    await goesOffline();
    await decidesIdentity(email, 'valid');
    await comesBack();

    await buyer.sees('Review and pay');
    await buyer.reads(/price is good until/);
    await goesOffline();
    const [gateway] = await Promise.all([page.waitForEvent('popup'), buyer.button('Go to payment').click()]);
    await buyer.reads('Preparing your payment…');
    await buyer.reads('No connection. We keep trying.');
    await comesBack();

    await buyer.sees('Finish your payment');
    await gateway.waitForURL(url => url.origin === stage().demo.sandbox);
    await goesOffline();
    await decidesPayment('coins_sent');
    await comesBack();
    await buyer.sees('Your coins were sent');
    await hasOnePayment();
    await buyer.leave();
  });
});

describe('a device that slept for hours', () => {
  it('has a fresh price and a fresh session when it wakes, and no error', async () => {
    const buyer = await arrivesWithClock();
    const {clock} = buyer.page;
    await buyer.reads(/price good until/);
    const before = await buyer.page.getByText(/price good until/).textContent();
    await clock.fastForward(3 * hour);
    await buyer.page.getByText(before ?? '').waitFor({state: 'detached'});
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.reads(/price is good until/);
    const agreed = await buyer.page.getByText(/price is good until/).textContent();
    await clock.fastForward(3 * hour);
    await buyer.page.getByText(agreed ?? '').waitFor({state: 'detached'});
    await buyer.reads(/price is good until/);
    const gateway = await buyer.opens('Go to payment');
    await buyer.sees('Finish your payment');
    await clock.fastForward(3 * hour);
    await buyer.paysByCard(gateway);
    await buyer.sees('Your coins were sent');
    assert.deepEqual(await problems(buyer), []);
    await hasOnePayment();
    await buyer.leave();
  });
});

describe('a session', () => {
  it('that ends while the buyer looks for their code is renewed without a word', async () => {
    const buyer = await arrivesWithClock();
    const email = newEmail();
    await buyer.confirmsAmount();
    await buyer.sees('Your details');
    await buyer.page.clock.fastForward(16 * minute);
    await buyer.introduces(email);
    await buyer.sees('Check your e-mail');
    await buyer.page.clock.fastForward(16 * minute);
    await buyer.provesMailbox(email);
    await buyer.sees('Verify your identity');
    await buyer.page.clock.fastForward(16 * minute);
    await buyer.passesIdentityCheck(await buyer.opens('Start verification'));
    await buyer.sees('Review and pay');
    assert.deepEqual(await problems(buyer), []);
    await buyer.leave();
  });
});

describe('an adapter that is away for ten minutes', () => {
  it('is waited for with words at every step, and then the purchase goes on by itself', async () => {
    const buyer = await arrivesWithClock('?amount=500.03');
    const {clock} = buyer.page;
    /** Ten minutes without an adapter. */
    const endures = async () => {
      await stage().demo.stopAdapter();
      for (let passed = 0; passed < 10; passed += 1) {
        await clock.fastForward(minute);
        await buyer.reads(/(not answering|longer than usual).*We keep trying/);
      }
      await stage().demo.startAdapter();
      await clock.fastForward(minute);
    };
    await buyer.reads(/price good until/);
    await endures();
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.reads(/price is good until/);
    await endures();
    await buyer.reads(/price is good until/);
    const gateway = await buyer.opens('Go to payment');
    await endures();
    await buyer.paysByCard(gateway);
    await buyer.sees('Your purchase is under way');
    await endures();
    await decidesPayment('coins_sent');
    await buyer.sees('Your coins were sent');
    await hasOnePayment();
    await buyer.leave();
  });
});

describe('a browser that refuses storage', () => {
  it('takes a new buyer from an amount to coins sent all the same', async () => {
    const buyer = await stage().arrive();
    await buyer.context.addInitScript(() => {
      for (const area of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, area, {
          get(): Storage {
            throw new DOMException('Access is denied.', 'SecurityError');
          },
        });
      }
    });
    await buyer.page.reload();
    await buyer.identifies(newEmail());
    await buyer.sees('Verify your identity');
    await buyer.passesIdentityCheck(await buyer.opens('Start verification'));
    await buyer.sees('Review and pay');
    await buyer.reads(/price is good until/);
    await buyer.paysByCard(await buyer.opens('Go to payment'));
    await buyer.sees('Your coins were sent');
    await hasOnePayment();
    await buyer.leave();
  });
});

describe('a payment page in the same tab', () => {
  it('brings the buyer back to their payment', async () => {
    const query = '/?presentation=redirect&amount=500.03';
    const buyer = await stage().arrive(query.slice(1));
    const {page} = buyer;
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.reads(/price is good until/);
    await buyer.button('Go to payment').click();
    await page.waitForURL(url => url.origin === stage().demo.sandbox);
    await page.getByLabel(/wallet/i).fill('0x1111111111111111111111111111111111111111');
    await page.getByRole('button', {name: /^pay/i}).click();
    await page.getByRole('heading', {name: 'Paid'}).waitFor();
    await page.goto(stage().demo.shop + query);
    await buyer.sees('Your purchase is under way');
    await hasOnePayment();
    await buyer.leave();
  });
});
