import assert from 'node:assert/strict';
import {it} from 'node:test';
import {launchBrowser} from '../support/browser.js';
import {sendBuyers} from '../support/faults-run.js';
import {Weather} from '../support/faults.js';

/** Enough for every kind of fault and every kind of end. `npm run stress:faults` sends a thousand. */
const journeys = Array.from({length: 24}, (_, nth) => nth + 1);
const seed = 5;

it('buyers in all kinds of bad weather complete, are refused in the right words, or find their purchase again', async () => {
  const [weather, browser] = await Promise.all([Weather.begin(seed), launchBrowser()]);
  try {
    await weather.sandbox.settle(100);
    const {ended, failed} = await sendBuyers(weather, browser, journeys, 6);
    assert.deepEqual(
      failed.map(({error, nth}) => `${error.message}\nAgain: SEED=${seed} ONLY=${nth} npm run stress:faults`),
      [],
    );
    assert.deepEqual([...new Set(ended.map(one => one.ended))].sort(), ['completed', 'refused', 'resumable']);
    assert.ok(weather.spoiled.length > journeys.length, 'the weather was too fair');
  } finally {
    await browser.close();
    await weather.stop();
  }
});
