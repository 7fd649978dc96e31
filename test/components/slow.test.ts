import {expect, waitUntil} from '@open-wc/testing';
import type {ReactiveControllerHost} from 'lit';
import {Slow} from '../../src/components/buy/slow.js';

/** A host that counts how often it is to be drawn anew. */
function host(): ReactiveControllerHost & {updates: number} {
  return {
    updates: 0,
    updateComplete: Promise.resolve(true),
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate() {
      this.updates += 1;
    },
  };
}

describe('an answer that takes long', () => {
  it('is told of once, however often its host says that it waits', async () => {
    const drawn = host();
    const slow = new Slow(drawn, 1);
    slow.waits(true);
    slow.waits(true);
    await waitUntil(() => slow.is, 'the time');
    slow.waits(true);
    expect(drawn.updates).to.equal(1);
    slow.waits(false);
    expect(slow.is).to.equal(false);
  });
});
