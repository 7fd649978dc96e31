import {expect, waitUntil} from '@open-wc/testing';
import type {ReactiveControllerHost} from 'lit';
import {SlowTimer} from '../../src/components/buy/slow.js';

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
    const slow = new SlowTimer(drawn, 1);
    slow.setWaiting(true);
    slow.setWaiting(true);
    await waitUntil(() => slow.isSlow, 'the time');
    slow.setWaiting(true);
    expect(drawn.updates).to.equal(1);
    slow.setWaiting(false);
    expect(slow.isSlow).to.equal(false);
  });
});
