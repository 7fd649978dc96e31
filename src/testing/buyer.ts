import type {Locator, Page} from '@playwright/test';
import {passIdentityCheck, payByCard} from './hosted-pages.js';
import type {SandboxHandle} from './sandbox-handle.js';

/** A purchase by a test buyer. Absent values stay as the page has them, or are generated. */
export interface Purchase {
  /** Euros, as the buyer types them. */
  amount?: string;
  /** A magic email of the sandbox, or any other email. */
  email?: string;
  name?: string;
}

let mailboxes = 0;

/** A buyer who uses the element on a merchant's page, in any of its languages. */
export class WidgetBuyer {
  /** The element. */
  readonly widget: Locator;

  constructor(
    readonly page: Page,
    readonly sandbox: SandboxHandle,
    selector = 'cryptopocket-buy',
  ) {
    this.widget = page.locator(selector).first();
  }

  /** Completes a purchase, from the amount to the coins. The element must be at its first step. */
  async buys({amount, email = this.newEmail(), name = 'Ada Byron'}: Purchase = {}): Promise<void> {
    if (amount !== undefined) await this.enters(amount);
    await this.confirmsAmount();
    await this.introduces(email, name);
    await this.provesMailbox(email);
    // A verified customer skips this step without a button.
    const check = this.#step('kyc').locator('[part~=button]').first();
    await check.or(this.#step('payment')).first().waitFor();
    if (await check.isVisible()) await this.passesIdentityCheck();
    await this.paysByCard();
    await this.receives();
  }

  /** Returns an unused email. `tag` selects the result of the sandbox's identity check, such as `review`. */
  newEmail(tag = ''): string {
    mailboxes += 1;
    return `buyer${Date.now()}${mailboxes}${tag && `+${tag}`}@example.com`;
  }

  async enters(amount: string): Promise<void> {
    await this.widget.locator('cryptopocket-amount-field input').fill(amount);
  }

  /** Waits for the quote and accepts it. */
  async confirmsAmount(): Promise<void> {
    await this.widget.locator('[part~=receives]').waitFor();
    await this.#submit('amount');
  }

  async introduces(email: string, name: string): Promise<void> {
    await this.stepIs('customer');
    const mailbox = this.#step('customer').locator('#email');
    if (await mailbox.isVisible()) await mailbox.fill(email);
    await this.#step('customer').locator('#name').fill(name);
    await this.#submit('customer');
  }

  /** Enters the code from the sandbox's inbox, if the page asks for one. */
  async provesMailbox(email: string): Promise<void> {
    await this.stepIs('code', 'kyc', 'payment');
    if ((await this.step()) !== 'code') return;
    await this.#step('code')
      .locator('#code')
      .fill(await this.sandbox.codeFor(email));
  }

  async passesIdentityCheck(): Promise<void> {
    await this.stepIs('kyc');
    await passIdentityCheck(await this.#opens('kyc'));
  }

  async paysByCard(wallet?: string): Promise<void> {
    await this.stepIs('payment');
    // The button is enabled only while a quote is on screen.
    await this.#step('payment').locator('[part~=button][aria-disabled=false]').waitFor();
    await payByCard(await this.#opens('payment'), wallet);
  }

  /** Waits until the coins are sent. */
  async receives(): Promise<void> {
    await this.page.waitForFunction(
      element => (element as {payment?: {status: string}} | null)?.payment?.status === 'completed',
      await this.widget.elementHandle(),
    );
  }

  /** Resolves with the element's property `step`. */
  async step(): Promise<string> {
    return this.widget.evaluate(element => ('step' in element ? String(element.step) : ''));
  }

  /** Waits until the element is at one of `steps`. */
  async stepIs(...steps: string[]): Promise<void> {
    await this.page.waitForFunction(
      ([element, wanted]) => wanted.includes((element as unknown as {step: string}).step),
      [await this.widget.elementHandle(), steps] as const,
    );
  }

  #step(name: string): Locator {
    return this.widget.locator(`cryptopocket-${name}-step`);
  }

  async #submit(step: string): Promise<void> {
    await this.#step(step).locator('form > button, .actions > button').first().click();
  }

  /** Opens a hosted page of the vendor. */
  async #opens(step: string): Promise<Page> {
    const [hosted] = await Promise.all([
      this.page.waitForEvent('popup'),
      this.#step(step).locator('[part~=button]').first().click(),
    ]);
    await hosted.waitForURL(url => url.origin === this.sandbox.origin);
    return hosted;
  }
}
