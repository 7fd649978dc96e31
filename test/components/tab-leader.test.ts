import {expect, waitUntil} from '@open-wc/testing';
import {Lead} from '../../src/components/buy/tab-leader.js';
import {PurchaseDesk} from '../../src/components/buy/purchase-session.js';
import {fresh, type PaymentState} from '../../src/machine/state.js';
import {purchase} from '../../demo/states.js';

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

  it('the one that left it to the other gets it when it is free, also after it was moved on its page', async () => {
    const key = `purchase-${keys++}`;
    const {lead, told} = tab();
    lead.follow(key, true);
    await waitUntil(() => told.length > 0, 'the tab goes on');
    expect(told).to.deep.equal(['gained']);
    lead.follow(undefined, false);
  });

  it('the one that takes it by force and leaves at once does not keep it', async () => {
    const key = `purchase-${keys++}`;
    const [hasty, next] = [tab(), tab()];
    hasty.lead.follow(key, true);
    hasty.lead.follow(key, false);
    hasty.lead.follow(undefined, false);
    next.lead.follow(key, true);
    await waitUntil(() => next.told.length > 0, 'the next tab goes on');
    expect(next.told).to.deep.equal(['gained']);
    next.lead.follow(undefined, false);
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

describe('what a purchase keeps of the page', () => {
  it('is nothing while its widget is off the page, whatever is answered late', async () => {
    const state: PaymentState = {
      ...fresh,
      step: 'payment',
      purchase: {...purchase, key: `purchase-${keys++}`},
      expired: false,
    };
    const name = `cryptopocket-buy:${state.purchase.key}`;
    const isHeld = async () => (await navigator.locks.query()).held?.some(lock => lock.name === name) === true;
    const desk = new PurchaseDesk({
      base: 'https://shop.test',
      key: name,
      wish: {amount: '', asset: '', chain: '', paymentType: '', lock: '', externalId: '', flow: 'guided'},
      locale: () => 'en',
      send: () => undefined,
      onForgotten: () => undefined,
      onEarlier: () => undefined,
    });
    desk.enter();
    desk.store(state);
    await waitUntil(isHeld, 'the lock is held');
    desk.leave();
    await waitUntil(async () => !(await isHeld()), 'the lock is free');
    desk.store(state);
    expect(await isHeld()).to.equal(false);
    desk.enter();
    desk.store(state);
    await waitUntil(isHeld, 'the lock is held again');
    desk.leave();
    localStorage.removeItem(name);
    sessionStorage.removeItem(name);
  });
});
