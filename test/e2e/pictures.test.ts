/**
 * What every state looks like, beside the picture that somebody approved. After a change that is meant to be seen:
 * `PICTURES=renew node --import tsx --test test/e2e/pictures.test.ts`, and look at each picture that git says is new.
 */
import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import pixelmatch from 'pixelmatch';
import type {Page} from 'playwright-core';
import {PNG} from 'pngjs';
import {gallery} from '../../demo/gallery.js';
import {quote} from '../../demo/states.js';
import {setStage} from '../support/demo-fixture.js';

const approved = new URL('pictures/', import.meta.url);
const seen = new URL('../../tmp/pictures/', import.meta.url);
const renewing = process.env['PICTURES'] === 'renew';
/** Of a picture's pixels, so many may differ: browsers draw letters a little differently from version to version. */
const tolerance = 0.01;

/** A few states as they are in the dark, from right to left, and as narrow and as wide as they get; the rest in English by day. */
const abroad = ['the price', 'the identity check', 'a wrong wallet', 'where to send a transfer', 'the coins sent'];

const stage = setStage();
before(() => {
  mkdirSync(approved, {recursive: true});
  mkdirSync(seen, {recursive: true});
});

/** Which share of the pixels of `now` is not as it was in `then`. */
function difference(then: Buffer, now: Buffer): number {
  const [a, b] = [PNG.sync.read(then), PNG.sync.read(now)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, {threshold: 0.2}) / (a.width * a.height);
}

const fileOf = (kind: string, name: string) => `${kind}-${name.replace(/[^a-z]+/g, '-')}.png`;

async function open(query: Record<string, string>): Promise<Page> {
  // Times and dates are those of one place.
  const context = await stage().browser.newContext({
    viewport: {width: 1100, height: 900},
    timezoneId: 'Europe/Madrid',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.clock.install({time: quote.expiresAt - 600_000});
  await page.goto(`${stage().demo.shop}/states.html?${new URLSearchParams({width: '360', ...query}).toString()}`);
  await page.locator('demo-state .card').last().waitFor();
  await page.locator('cryptopocket-qr-code svg').waitFor();
  // Every price is about to end, and no second passes any more.
  await page.clock.pauseAt(quote.expiresAt - 42_000);
  return page;
}

for (const [kind, query, names] of [
  ['light', {scheme: 'light'}, Object.keys(gallery)],
  ['dark', {scheme: 'dark'}, abroad],
  ['arabic', {language: 'ar'}, abroad],
  ['narrow', {width: '280'}, abroad],
  ['wide', {width: '720'}, abroad],
] as const) {
  describe(`looks as approved (${kind})`, () => {
    let page: Page;
    before(async () => {
      page = await open(query);
    });
    after(() => page.context().close());

    for (const name of names) {
      it(name, async () => {
        const figure = page.locator('figure', {has: page.getByText(name, {exact: true})});
        // The page's own focus is no part of a state.
        await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
        const now = await figure.locator('demo-state').screenshot();
        const file = fileOf(kind, name);
        writeFileSync(new URL(file, seen), now);
        const then = new URL(file, approved);
        if (renewing && (!existsSync(then) || difference(readFileSync(then), now) > 0)) writeFileSync(then, now);
        assert.ok(existsSync(then), `nobody approved ${file} yet`);
        const share = difference(readFileSync(then), now);
        assert.ok(share <= tolerance, `${(share * 100).toFixed(1)} % of ${file} is new; see tmp/pictures`);
      });
    }
  });
}

it('no picture is left of a state that is gone', () => {
  const known = [
    ...Object.keys(gallery).map(name => fileOf('light', name)),
    ...['dark', 'arabic', 'narrow', 'wide'].flatMap(kind => abroad.map(name => fileOf(kind, name))),
  ];
  assert.deepEqual(
    readdirSync(approved).filter(file => !known.includes(file)),
    [],
  );
});
