import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {newEmail, type Buyer} from '../support/buyer.js';
import {setStage} from '../support/demo-fixture.js';
import {heard} from './aria-snapshots.js';

const stage = setStage();

const wallet = '0x1111111111111111111111111111111111111111';

/** What has the focus: its words or its label, and whether one sees that it has. */
function focused(page: Page): Promise<{words: string; seen: boolean}> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!(element instanceof HTMLElement)) return {words: '', seen: false};
    const named =
      element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels?.[0] : element;
    const {outlineStyle, outlineWidth} = getComputedStyle(element.closest('.box') ?? element);
    return {
      words: (named?.innerText ?? '').replace(/\s+/g, ' ').trim(),
      seen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    };
  });
}

/** Waits until the focus is on these words. */
async function focusOn({page}: Buyer, words: string): Promise<void> {
  await page.waitForFunction(expected => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.textContent.trim() === expected;
  }, words);
}

/** Tabs from where the focus is through `stops`, each of which has to show that it has it, and back to the one called `end`. */
async function tabs({page}: Buyer, stops: readonly string[], end = stops[0]): Promise<void> {
  for (const stop of stops) {
    await page.keyboard.press('Tab');
    assert.deepEqual(await focused(page), {words: stop, seen: true});
  }
  while ((await focused(page)).words !== end) await page.keyboard.press('Shift+Tab');
}

/** Presses Enter on what opens a page of the vendor's. */
async function enters({page}: Buyer): Promise<Page> {
  const [hosted] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
  await hosted.waitForURL(url => url.origin === stage().demo.sandbox);
  return hosted;
}

/** From the top of the page to behind the code, without a mouse. */
async function identifiesByKeyboard(buyer: Buyer, email: string): Promise<void> {
  const {keyboard} = buyer.page;
  await buyer.reads(/price good until/);
  await tabs(buyer, ['Skip to buying']);
  await keyboard.press('Enter');
  await tabs(buyer, ['You pay', '€50', '€100', '€250', 'Coin and network', 'Continue'], '€50');
  await keyboard.press('Enter');
  await buyer.reads(/53\.26/);
  await keyboard.press('Shift+Tab');
  await keyboard.press('Enter');
  await focusOn(buyer, 'Your details');
  await tabs(buyer, ['E-mail', 'Full name', 'Continue', 'Change amount']);
  await keyboard.type(email);
  await keyboard.press('Tab');
  await keyboard.type('Ada Byron');
  await keyboard.press('Enter');
  await focusOn(buyer, 'Check your e-mail');
  await tabs(buyer, ['Code', 'Confirm', 'Send a new code', 'Use another e-mail']);
  await keyboard.type(await stage().demo.codeFor(email));
}

describe('a keyboard', () => {
  it('is all that a buyer needs to buy; whatever is new takes the focus, which goes in order and can be seen', async () => {
    const buyer = await stage().arrive();
    const {keyboard} = buyer.page;
    await stage().demo.control('settle', {ms: 1000});
    await identifiesByKeyboard(buyer, newEmail('review'));

    await focusOn(buyer, 'Verify your identity');
    const start = 'Start verification (opens in a new window)';
    await tabs(buyer, [start, 'Go on with your phone', 'Change amount', 'Not you?'], 'Go on with your phone');
    await keyboard.press('Enter');
    await focusOn(
      buyer,
      'Scan this with your phone’s camera. Here it goes on by itself as soon as you are done there.',
    );
    await tabs(buyer, ['Show a new code', 'Stay on this device'], 'Stay on this device');
    await keyboard.press('Enter');
    await focusOn(buyer, 'Verify your identity');
    await keyboard.press('Tab');
    await buyer.passesIdentityCheck(await enters(buyer));
    await focusOn(buyer, 'Your identity is being checked');

    await focusOn(buyer, 'Review and pay');
    await buyer.reads(/price is good until/);
    await tabs(buyer, ['Go to payment (opens in a new window)', 'Change amount', 'Not you?']);
    const gateway = await enters(buyer);
    await focusOn(buyer, 'Finish your payment');
    await tabs(buyer, [
      'Open payment page again (opens in a new window)',
      'Go on with your phone',
      'Start over',
      'Not you? Start your own purchase',
    ]);
    await buyer.paysByCard(gateway);
    await focusOn(buyer, 'Your purchase is under way');
    await focusOn(buyer, 'Your coins were sent');
    await tabs(buyer, ['View on the blockchain (opens in a new window)', 'Print or save the receipt', 'Buy again']);
    await buyer.leave();
  });

  it('is all that a buyer needs to pay by transfer', async () => {
    const buyer = await stage().arrive('?flow=direct');
    const {keyboard} = buyer.page;
    await stage().demo.control('settle', {ms: 1000});
    await identifiesByKeyboard(buyer, 'returning@example.org');
    await focusOn(buyer, 'How you pay and where it goes');
    await buyer.reads(/price is good until/);
    await tabs(buyer, [
      'Pay by',
      'Your wallet address',
      'Pay now (opens in a new window)',
      'Change amount',
      'Not you?',
    ]);
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await buyer.button('Show bank details').waitFor();
    await buyer.reads(/price is good until/);
    await keyboard.press('Tab');
    await keyboard.type('0x12');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await buyer.reads(/This is no address on this network/);
    assert.equal((await focused(buyer.page)).words, 'Your wallet address');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type(wallet);
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await focusOn(buyer, 'Make the transfer');
    await tabs(buyer, [
      'Copy Amount',
      'Copy Recipient',
      'Copy IBAN',
      'Copy BIC',
      'Copy Reference',
      'Start over',
      'Not you? Start your own purchase',
    ]);
    await focusOn(buyer, 'Your purchase is under way');
    await focusOn(buyer, 'Your coins were sent');
    await buyer.leave();
  });
});

/** Shows every step once, and every kind of thing that stands beside one. */
async function walk(look: (buyer: Buyer, name: keyof typeof heard) => Promise<void>): Promise<void> {
  const buyer = await stage().arrive();
  const email = newEmail();
  await buyer.reads(/price good until/);
  await look(buyer, 'amount');
  await buyer.confirmsAmount();
  await buyer.sees('Your details');
  await look(buyer, 'customer');
  await buyer.button('Continue').click();
  await buyer.reads(/valid e-mail/);
  await look(buyer, 'wrong e-mail');
  await buyer.introduces(email);
  await buyer.sees('Check your e-mail');
  await look(buyer, 'code');
  await buyer.provesMailbox(email);
  await buyer.sees('Verify your identity');
  await look(buyer, 'kyc');
  await buyer.button('Go on with your phone').click();
  await buyer.page.getByRole('img', {name: /QR code/}).waitFor();
  await look(buyer, 'handover');
  await buyer.button('Stay on this device').click();
  const check = await buyer.opens('Start verification');
  await buyer.reads(/Waiting for the verification/);
  await look(buyer, 'kyc opened');
  await buyer.passesIdentityCheck(check);
  await buyer.sees('Review and pay');
  await buyer.reads(/price is good until/);
  await look(buyer, 'payment');
  await buyer.page.evaluate(() => {
    window.open = () => null;
  });
  await buyer.button('Go to payment').click();
  await buyer.sees('Finish your payment');
  await look(buyer, 'payment page blocked');
  const [gateway] = await Promise.all([
    buyer.page.waitForEvent('popup'),
    buyer.page.getByRole('link', {name: /Open payment page/}).click(),
  ]);
  await buyer.paysByCard(gateway);
  await buyer.sees('Your coins were sent');
  await look(buyer, 'completed');
  await buyer.leave();

  const direct = await stage().arrive('?flow=direct');
  await direct.identifies('returning@example.org');
  await direct.sees('How you pay and where it goes');
  await direct.reads(/price is good until/);
  await look(direct, 'direct');
  await direct.page.getByLabel('Pay by').selectOption('transfer');
  await direct.page.getByLabel('Your wallet address').fill(wallet);
  await direct.reads(/price is good until/);
  await stage().demo.control('settle', {ms: 3_600_000});
  await direct.button('Show bank details').click();
  await direct.sees('Make the transfer');
  await direct.page.getByRole('img').waitFor();
  await look(direct, 'transfer');
  const other = await direct.duplicatesTab();
  await other.sees('Open in another tab');
  await look(other, 'elsewhere');
  await direct.leave();
}

describe('every step', () => {
  it('is heard as it is meant to be', async () => {
    await walk(async ({page}, name) => {
      // What comes behind the first step is there by now, or this waits for it.
      await page.waitForFunction(() => customElements.get('cryptopocket-countdown') !== undefined);
      const snapshot = await page.locator('cryptopocket-buy').ariaSnapshot();
      const steady = snapshot
        .replace(/\d{1,2}:\d\d(:\d\d)?(\s[AP]M)?/g, 'TIME')
        .replace(/\w+ \d+, \d{4}, TIME/g, 'DATE')
        .replace(/localhost:\d+\/payment\/\w+/g, 'GATEWAY')
        .replace(/buyer\d+@/g, 'buyer@')
        .replace(/0x[\da-f]{64}/g, 'TX')
        .replace(/(Payment reference\n\s*- definition: ).*/g, '$1ID');
      assert.equal(`\n${steady}\n`, heard[name], name);
    });
  });

  it('can be read and used at 400 % zoom, with text of twice the size, with wider spacing, in forced colours and without motion', async () => {
    await walk(async ({page}, name) => {
      await page.setViewportSize({width: 320, height: 256});
      assert.deepEqual(await sideways(page), [], `${name} at 400 %`);
      await page.setViewportSize({width: 1024, height: 900});
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '32px';
      });
      assert.deepEqual(await sideways(page), [], `${name} with text of twice the size`);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '';
      });
      const widget = page.locator('cryptopocket-buy');
      await widget.evaluate(element => {
        Object.assign(element.style, {letterSpacing: '0.12em', wordSpacing: '0.16em', lineHeight: '1.5'});
      });
      assert.deepEqual(await sideways(page), [], `${name} with wider spacing`);
      await widget.evaluate(element => {
        Object.assign(element.style, {letterSpacing: '', wordSpacing: '', lineHeight: ''});
      });
      await page.emulateMedia({forcedColors: 'active', reducedMotion: 'reduce'});
      assert.deepEqual(await borderless(page), [], `${name} in forced colours`);
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0, name);
      await page.emulateMedia({forcedColors: null, reducedMotion: null});
    });
  });
});

/** What of the widget is wider than the window, or cut off. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    const roots: ParentNode[] = [document];
    for (let root = roots.pop(); root; root = roots.pop()) {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        if (root === document && !element.closest('cryptopocket-buy')) continue;
        const isCut = element.scrollWidth > element.clientWidth && getComputedStyle(element).overflowX !== 'visible';
        const isHidden = element.matches('.hidden, .hidden *, select');
        const isOutside = element.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
        if (!isHidden && (isCut || isOutside)) wide.push(`${element.localName} “${element.textContent.trim()}”`);
      }
    }
    const {scrollWidth, clientWidth} = document.documentElement;
    return scrollWidth > clientWidth ? [...wide, `the page: ${scrollWidth}`] : wide;
  });
}

/** Buttons and fields that nothing shows the edge of. */
function borderless(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const bare: string[] = [];
    const roots: ParentNode[] = [document];
    for (let root = roots.pop(); root; root = roots.pop()) {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        if (root === document || !element.matches('button, .button, select, input')) continue;
        const {borderTopStyle, borderTopWidth, borderTopColor} = getComputedStyle(element.closest('.box') ?? element);
        const isThere = borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1;
        if (!isThere || /^rgba.*, 0\)$/.test(borderTopColor))
          bare.push(`${element.localName} “${element.textContent.trim()}”`);
      }
    }
    return bare;
  });
}
