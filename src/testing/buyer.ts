import type {Locator, Page} from '@playwright/test';
import {passIdentityCheck, payByCard} from './hosted-pages.js';
import type {SandboxHandle} from './sandbox-handle.js';

/** What somebody buys, and who they are; what is left out stays as the page has it, or is made up. */
export interface Purchase {
  /** Euros, as typed. */
  amount?: string;
  /** A magic mailbox of the sandbox, or any other. */
  email?: string;
  name?: string;
}

let mailboxes = 0;

/** Somebody who buys with the widget on a merchant's page, in whichever language it speaks. */
export class WidgetBuyer {
  /** The widget. */
  readonly widget: Locator;

  constructor(
    readonly page: Page,
    readonly sandbox: SandboxHandle,
    selector = 'cryptopocket-buy',
  ) {
    this.widget = page.locator(selector).first();
  }

  /** Buys from the amount to the coins; the widget stands at its first step. */
  async buys({amount, email = this.newEmail(), name = 'Ada Byron'}: Purchase = {}): Promise<void> {
    if (amount !== undefined) await this.enters(amount);
    await this.confirmsAmount();
    await this.introduces(email, name);
    await this.provesMailbox(email);
    // Whoever passed the check before is through that step without a button.
    const check = this.#step('kyc').locator('[part~=button]').first();
    await check.or(this.#step('payment')).first().waitFor();
    if (await check.isVisible()) await this.passesIdentityCheck();
    await this.paysByCard();
    await this.receives();
  }

  /** A mailbox that nobody used before. `tag` chooses what the sandbox's identity check does, such as `review`. */
  newEmail(tag = ''): string {
    mailboxes += 1;
    return `buyer${Date.now()}${mailboxes}${tag && `+${tag}`}@example.com`;
  }

  async enters(amount: string): Promise<void> {
    await this.widget.locator('cryptopocket-amount-field input').fill(amount);
  }

  /** Waits for the price, and agrees to it. */
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

  /** Enters the code that was sent to the sandbox's inbox, if one is asked for. */
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
    // A price is agreed to that is on screen.
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

  /** Where the widget is, as its property `step` says. */
  async step(): Promise<string> {
    return this.widget.evaluate(element => ('step' in element ? String(element.step) : ''));
  }

  /** Waits until the widget is at one of `steps`. */
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

  /** Opens a page of the vendor's. */
  async #opens(step: string): Promise<Page> {
    const [hosted] = await Promise.all([
      this.page.waitForEvent('popup'),
      this.#step(step).locator('[part~=button]').first().click(),
    ]);
    await hosted.waitForURL(url => url.origin === this.sandbox.origin);
    return hosted;
  }
}
