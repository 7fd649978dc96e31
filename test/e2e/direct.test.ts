import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {newEmail, type Buyer} from '../support/buyer.js';
import {scan} from '../support/qr.js';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();

const wallet = '0x1111111111111111111111111111111111111111';
const bitcoinWallet = '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2';
const iban = 'ES9121000418450200051332';

/** A buyer who is about to choose how to pay and where the coins go. */
async function chooses(query = ''): Promise<Buyer> {
  const buyer = await stage().arrive(`?flow=direct${query}`);
  await buyer.identifies('returning@example.org');
  await buyer.sees('How you pay and where it goes');
  await buyer.reads(/price is good until/);
  return buyer;
}

describe('a direct payment', () => {
  it('by card tells the buyer of an address on another network, in its field, and is paid once it is mended', async () => {
    const buyer = await chooses();
    const {page} = buyer;
    const field = page.getByLabel('Your wallet address');
    await field.fill(bitcoinWallet);
    const [closed] = await Promise.all([page.waitForEvent('popup'), buyer.button('Pay now').click()]);
    await buyer.reads('This is an address on Bitcoin. Please use one of the network that you chose.');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await field.inputValue(), bitcoinWallet);
    assert.equal(await field.evaluate(element => element.matches(':focus')), true);
    if (!closed.isClosed()) await closed.waitForEvent('close');
    await buyer.isAccessible();

    await field.fill('0x12');
    const [again] = await Promise.all([page.waitForEvent('popup'), buyer.button('Pay now').click()]);
    await buyer.reads(/This is no address on this network/);
    if (!again.isClosed()) await again.waitForEvent('close');
    assert.equal((await stage().demo.state()).payments.length, 0);

    await field.fill(wallet);
    const gateway = await buyer.opens('Pay now');
    await buyer.sees('Finish your payment');
    await gateway.getByRole('button', {name: /^pay/i}).click();
    await gateway.getByRole('heading', {name: 'Paid'}).waitFor();
    await gateway.close();
    await buyer.sees('Your coins were sent');
    const {payments} = await stage().demo.state();
    assert.deepEqual(
      payments.map(payment => [payment.status, payment.wallet]),
      [['coins_sent', wallet]],
    );
    await buyer.leave();
  });

  it('by transfer says where to send it, to people and to their banking app, and follows it', async () => {
    await stage().demo.control('settle', {ms: 3_600_000});
    const buyer = await chooses('&amount=75.50');
    const {page, context} = buyer;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByLabel('Pay by').selectOption('Bank transfer');
    await buyer.reads(/price is good until/);
    await page.getByLabel('Your wallet address').fill(wallet);
    await page.reload();
    await buyer.sees('How you pay and where it goes');
    await buyer.reads(/price is good until/);
    assert.equal(await page.getByLabel('Your wallet address').inputValue(), wallet);
    assert.equal(await page.getByLabel('Pay by').inputValue(), 'transfer');
    await buyer.button('Show bank details').click();

    await buyer.sees('Make the transfer');
    await buyer.reads('ES91\u00a02100\u00a00418\u00a04502\u00a00005\u00a01332');
    await buyer.reads('€75.50');
    await buyer.isAccessible();
    const [payment] = (await stage().demo.state()).payments;
    const reference = await page.getByText(/^430\d+$/).innerText();
    const copies: [what: string, text: string][] = [
      ['Amount', '75.50'],
      ['IBAN', iban],
      ['BIC', 'EXMPESMMXXX'],
      ['Reference', reference],
    ];
    for (const [what, text] of copies) {
      await buyer.button(`Copy ${what}`).click();
      await buyer.button(`Copied ${what}`).waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
    }
    const lines = [
      'BCD',
      '002',
      '1',
      'SCT',
      'EXMPESMMXXX',
      'Sandbox Payments S.L.',
      iban,
      'EUR75.50',
      '',
      '',
      reference,
    ];
    assert.equal(await scan(page.locator('cryptopocket-qr-code')), lines.join('\n'));

    await page.reload();
    await buyer.sees('Make the transfer');
    await buyer.reads('ES91\u00a02100\u00a00418\u00a04502\u00a00005\u00a01332');
    assert.equal(await scan(page.locator('cryptopocket-qr-code')), lines.join('\n'));

    await stage().demo.control(`payments/${payment?.id ?? ''}`, {status: 'payment_received'});
    await buyer.sees('Your purchase is under way');
    await stage().demo.control(`payments/${payment?.id ?? ''}`, {status: 'coins_sent'});
    await buyer.sees('Your coins were sent');
    assert.equal((await stage().demo.state()).payments.length, 1);
    await buyer.leave();
  });
});

describe('a phone', () => {
  it('does the identity check by a code from the screen, once, and the screen goes on by itself', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies(newEmail());
    await buyer.sees('Verify your identity');
    await buyer.button('Go on with your phone').click();
    await buyer.reads(/Scan this with your phone/);
    const address = await scan(buyer.page.locator('cryptopocket-qr-code'));
    assert.ok(address.startsWith(`${stage().demo.shop}/cryptopocket/handovers/`), address);
    await buyer.isAccessible();

    const phone = await stage().visits(address);
    assert.equal(new URL(phone.url()).origin, stage().demo.sandbox);
    const thief = await stage().visits(address);
    assert.match(await thief.locator('body').innerText(), /This code was used already, or it is too old/);
    await buyer.passesIdentityCheck(phone);
    await buyer.sees('Review and pay');
    await buyer.leave();
  });

  it('is shown another code where the buyer wants one, and the buyer may stay where they are', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies(newEmail());
    await buyer.sees('Verify your identity');
    await buyer.button('Go on with your phone').click();
    const code = buyer.page.locator('cryptopocket-qr-code');
    const first = await scan(code);
    await buyer.button('Show a new code').click();
    await buyer.button('Stay on this device').click();
    await code.waitFor({state: 'detached'});
    await buyer.button('Go on with your phone').click();
    assert.notEqual(await scan(code), first);
    await buyer.leave();
  });
});
