import assert from 'node:assert/strict';
import {AxeBuilder} from '@axe-core/playwright';
import type {Browser, BrowserContext, Locator, Page} from 'playwright-core';
import {passIdentityCheck, payByCard} from '../../src/testing/index.js';
import type {Demo} from './demo.js';

let buyers = 0;

/** An e-mail that nobody used before; `tag` chooses what the sandbox's identity check does. */
export function newEmail(tag = ''): string {
  buyers += 1;
  return `buyer${buyers}${tag && `+${tag}`}@example.com`;
}

/** Where somebody can buy. */
export type Shop = Pick<Demo, 'shop' | 'sandbox'> & Partial<Demo>;

/** Somebody who buys on the demo's page, or on a merchant's, in a browser of their own. */
export class Buyer<S extends Shop = Demo> {
  private constructor(
    readonly demo: S,
    readonly context: BrowserContext,
    readonly page: Page,
    /** What must never happen: errors on the console, broken policies. */
    readonly complaints: string[] = [],
  ) {
    page.on('pageerror', error => this.complaints.push(error.message));
    page.on('console', message => {
      // An adapter that does not answer, or refuses, shows in every browser's console; the journeys cause it on purpose.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.complaints.push(message.text());
      }
    });
  }

  static async arrive<S extends Shop>(browser: Browser, demo: S, query = ''): Promise<Buyer<S>> {
    const context = await browser.newContext({viewport: {width: 1024, height: 900}, locale: 'en-GB'});
    context.setDefaultTimeout(15_000);
    const buyer = new Buyer(demo, context, await context.newPage());
    await buyer.page.goto(`${demo.shop}/${query}`);
    return buyer;
  }

  /** Somebody opens the shop in the same browser once more, as the browser's “duplicate tab” does: with what this tab stored. */
  async duplicatesTab(): Promise<Buyer<S>> {
    const [page] = await Promise.all([
      this.context.waitForEvent('page'),
      this.page.evaluate(() => {
        window.open(location.href);
      }),
    ]);
    return new Buyer(this.demo, this.context, page, this.complaints);
  }

  async leave(): Promise<void> {
    await this.context.close();
    assert.deepEqual(this.complaints, []);
  }

  heading(name: string): Locator {
    return this.page.locator('cryptopocket-buy').getByRole('heading', {name, exact: true});
  }

  button(name: string): Locator {
    return this.page.getByRole('button', {name});
  }

  async sees(heading: string): Promise<void> {
    await this.heading(heading).waitFor();
  }

  async reads(text: string | RegExp): Promise<void> {
    await this.page.locator('cryptopocket-buy').getByText(text).first().waitFor();
  }

  async chooses(amount: string): Promise<void> {
    await this.page.getByLabel('You pay', {exact: true}).fill(amount);
  }

  async confirmsAmount(): Promise<void> {
    await this.reads(/price good until/);
    await this.button('Continue').click();
  }

  async introduces(email: string): Promise<void> {
    await this.sees('Your details');
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Full name').fill('Ada Byron');
    await this.button('Continue').click();
  }

  async provesMailbox(email: string): Promise<void> {
    await this.sees('Check your e-mail');
    await this.page.getByLabel('Code').fill((await this.demo.codeFor?.(email)) ?? '');
  }

  /** From the first step to behind the code. */
  async identifies(email: string): Promise<void> {
    await this.confirmsAmount();
    await this.introduces(email);
    await this.provesMailbox(email);
  }

  /** Clicks what opens a page of the vendor's, and answers that page. */
  async opens(button: string): Promise<Page> {
    const [hosted] = await Promise.all([this.page.waitForEvent('popup'), this.button(button).click()]);
    await hosted.waitForURL(url => url.origin === this.demo.sandbox);
    return hosted;
  }

  async passesIdentityCheck(hosted: Page): Promise<void> {
    await passIdentityCheck(hosted);
  }

  async paysByCard(gateway: Page): Promise<void> {
    await payByCard(gateway);
  }

  async isAccessible(): Promise<void> {
    const {violations} = await new AxeBuilder({page: this.page}).analyze();
    assert.deepEqual(
      violations.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`),
      [],
    );
  }
}
