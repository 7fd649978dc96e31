import assert from 'node:assert/strict';
import {it} from 'node:test';
import {example} from '../readme/readme.js';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();

it('the price that a page preloads as the README says is asked for once, before the script, and shown', async () => {
  const {demo, browser} = stage();
  const page = await (await browser.newContext()).newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', request => asked.push(new URL(request.url()).pathname));
  page.on('console', message => complaints.push(message.text()));
  // The demo has its script elsewhere.
  const links = example('preload').replace('/assets/', '/');
  await page.route(`${demo.shop}/`, async route => {
    const answer = await route.fetch();
    await route.fulfill({response: answer, body: (await answer.text()).replace('<head>', `<head>${links}`)});
  });
  await page.goto(`${demo.shop}/`);
  await page.locator('cryptopocket-buy [part=receives]').waitFor();
  assert.equal(asked.filter(path => path === '/cryptopocket/quotes').length, 1);
  assert.deepEqual(complaints, []);
  await page.context().close();
});
