import assert from 'node:assert/strict';
import {it} from 'node:test';
import {AxeBuilder} from '@axe-core/playwright';
import type {Page} from 'playwright-core';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();
const attribute = (page: Page, name: string) => page.locator('cryptopocket-buy').getAttribute(name);

async function visit(query = ''): Promise<Page> {
  const page = await stage().visits(`${stage().demo.shop}/playground.html${query}`);
  await page.locator('cryptopocket-buy .receives').waitFor();
  return page;
}

it('what a merchant chooses is on the widget, in the snippet, and in the address that they send to a colleague', async () => {
  const page = await visit();
  await page.getByRole('combobox', {name: 'flow', exact: true}).selectOption('direct');
  await page.getByRole('combobox', {name: 'lang', exact: true}).selectOption('es');
  await page.getByRole('combobox', {name: 'Ready theme', exact: true}).selectOption('press');
  await page.getByRole('combobox', {name: 'For', exact: true}).selectOption('React');
  assert.equal(await attribute(page, 'flow'), 'direct');
  await page.getByRole('heading', {name: 'Comprar cripto'}).waitFor();
  const snippet = page.locator('#snippet');
  assert.match((await snippet.textContent()) ?? '', /flow="direct"[^]*lang="es"[^]*onComplete/);

  const there = await stage().visits(page.url());
  await there.getByRole('heading', {name: 'Comprar cripto'}).waitFor();
  assert.equal(await attribute(there, 'flow'), 'direct');
  assert.equal(await there.locator('#snippet').textContent(), await snippet.textContent());
});

it('a scenario fills in what it needs and says what comes of it', async () => {
  const page = await visit();
  await page.getByRole('combobox', {name: 'Scenario', exact: true}).selectOption('500.04');
  await page.getByText('payment_rejected').waitFor();
  assert.equal(await attribute(page, 'amount'), '500.04');
  await page.getByRole('combobox', {name: 'Scenario', exact: true}).selectOption('returning@example.org');
  assert.equal(await attribute(page, 'email'), 'returning@example.org');
});

it('a link to a scenario alone plays it, and what is typed afterwards ends it; an emptied amount stays empty', async () => {
  const page = await visit('?scenario=500.04');
  await page.getByText('payment_rejected').waitFor();
  assert.equal(await attribute(page, 'amount'), '500.04');
  const amount = page.getByRole('textbox', {name: 'amount', exact: true});
  await amount.fill('');
  await amount.blur();
  await page.getByText('payment_rejected').waitFor({state: 'hidden'});
  assert.equal(await page.getByRole('combobox', {name: 'Scenario', exact: true}).inputValue(), '');
  const there = await stage().visits(page.url());
  await there.getByText('Enter an amount to see what it buys.').waitFor();
  assert.equal(await there.getByRole('textbox', {name: 'amount', exact: true}).inputValue(), '');
});

it('a fault is met by the widget, seen among its calls, and mended', async () => {
  const page = await visit();
  await page.locator('#calls li', {hasText: '/cryptopocket/quotes'}).first().waitFor();
  await page.getByRole('combobox', {name: 'Kind', exact: true}).selectOption('error_500');
  await page.getByRole('combobox', {name: 'Calls', exact: true}).selectOption('quote');
  await page.getByRole('button', {name: 'Spoil the next 3'}).click();
  await page.getByText('The next 3 calls of quote are spoilt.').waitFor();
  await page.getByRole('textbox', {name: 'amount', exact: true}).fill('123');
  await page.getByRole('textbox', {name: 'amount', exact: true}).blur();
  await page.locator('#events li', {hasText: 'cryptopocket-problem'}).first().waitFor();
  await page
    .locator('#calls li', {hasText: /^5\d\d .*amount=123/})
    .first()
    .waitFor();
  await page.getByRole('button', {name: 'Mend'}).click();
  await page.getByText('No call is spoilt.').waitFor();
});

it('can be used by everybody', async () => {
  const page = await (await stage().browser.newContext()).newPage();
  await page.goto(`${stage().demo.shop}/playground.html`);
  await page.locator('cryptopocket-buy .receives').waitFor();
  const {violations} = await new AxeBuilder({page}).analyze();
  assert.deepEqual(
    violations.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`),
    [],
  );
});
