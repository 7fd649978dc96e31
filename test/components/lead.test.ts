import {expect, waitUntil} from '@open-wc/testing';
import {Lead} from '../../src/components/buy/lead.js';

let keys = 0;

/** A tab, and what became of its lead. */
function tab(): {lead: Lead; told: string[]} {
  const told: string[] = [];
  const lead = new Lead({onLost: () => told.push('lost'), onGained: () => told.push('gained')});
  return {lead, told};
}

describe('of two tabs with one purchase', () => {
  it('the second one leaves it to the first, and gets it when the first is gone', async () => {
    const key = `purchase-${keys++}`;
    const [first, second] = [tab(), tab()];
    first.lead.follow(key, false);
    second.lead.follow(key, false);
    await waitUntil(() => second.told.length > 0, 'the second tab is told');
    expect(second.told).to.deep.equal(['lost']);
    first.lead.follow(undefined, false);
    await waitUntil(() => second.told.length > 1, 'the second tab goes on');
    expect(second.told).to.deep.equal(['lost', 'gained']);
    expect(first.told).to.deep.equal([]);
    second.lead.follow(undefined, false);
  });

  it('the one that takes it by force has it, and the other is told', async () => {
    const key = `purchase-${keys++}`;
    const [first, second] = [tab(), tab()];
    first.lead.follow(key, false);
    second.lead.follow(key, false);
    await waitUntil(() => second.told.length > 0, 'the second tab is told');
    second.lead.follow(key, true);
    second.lead.follow(key, false);
    await waitUntil(() => first.told.length > 0, 'the first tab is told');
    expect(first.told).to.deep.equal(['lost']);
    expect(second.told).to.deep.equal(['lost']);
    second.lead.follow(undefined, false);
    await waitUntil(() => first.told.length > 1, 'the first tab goes on');
    first.lead.follow(undefined, false);
  });

  it('both act where the browser gives the page no locks', async () => {
    const {request} = navigator.locks;
    let asked = 0;
    navigator.locks.request = () => {
      asked += 1;
      return Promise.reject(new DOMException('not in a sandboxed frame', 'SecurityError'));
    };
    const {lead, told} = tab();
    lead.follow(`purchase-${keys++}`, false);
    navigator.locks.request = request;
    // Once a tab that began later has waited long enough for its lock, this one has too.
    const key = `purchase-${keys++}`;
    const [first, second] = [tab(), tab()];
    first.lead.follow(key, false);
    second.lead.follow(key, false);
    await waitUntil(() => second.told.length > 0, 'the second tab is told');
    second.lead.follow(undefined, false);
    first.lead.follow(undefined, false);
    expect(told).to.deep.equal([]);
    expect(asked).to.equal(1);
  });
});
