import {expect, waitUntil} from '@open-wc/testing';
import {TabLeader} from '../../src/components/buy/tab-leader.js';
import {PurchaseSession} from '../../src/components/buy/purchase-session.js';
import {fresh, type PaymentState} from '../../src/machine/state.js';
import {purchase} from '../../demo/states.js';

let keys = 0;

/** A tab, and what became of its leader. */
function tab(): {leader: TabLeader; events: string[]} {
  const events: string[] = [];
  const leader = new TabLeader({onDemoted: () => events.push('lost'), onPromoted: () => events.push('gained')});
  return {leader, events};
}

describe('of two tabs with one purchase', () => {
  it('the second one leaves it to the first, and gets it when the first is gone', async () => {
    const key = `purchase-${keys++}`;
    const [first, second] = [tab(), tab()];
    first.leader.track(key, false);
    second.leader.track(key, false);
    await waitUntil(() => second.events.length > 0, 'the second tab is events');
    expect(second.events).to.deep.equal(['lost']);
    first.leader.track(undefined, false);
    await waitUntil(() => second.events.length > 1, 'the second tab goes on');
    expect(second.events).to.deep.equal(['lost', 'gained']);
    expect(first.events).to.deep.equal([]);
    second.leader.track(undefined, false);
  });

  it('the one that takes it by force has it, and the other is events', async () => {
    const key = `purchase-${keys++}`;
    const [first, second] = [tab(), tab()];
    first.leader.track(key, false);
    second.leader.track(key, false);
    await waitUntil(() => second.events.length > 0, 'the second tab is events');
    second.leader.track(key, true);
    second.leader.track(key, false);
    await waitUntil(() => first.events.length > 0, 'the first tab is events');
    expect(first.events).to.deep.equal(['lost']);
    expect(second.events).to.deep.equal(['lost']);
    second.leader.track(undefined, false);
    await waitUntil(() => first.events.length > 1, 'the first tab goes on');
    first.leader.track(undefined, false);
  });

  it('the one that left it to the other gets it when it is free, also after it was moved on its page', async () => {
    const key = `purchase-${keys++}`;
    const {leader, events} = tab();
    leader.track(key, true);
    await waitUntil(() => events.length > 0, 'the tab goes on');
    expect(events).to.deep.equal(['gained']);
    leader.track(undefined, false);
  });

  it('the one that takes it by force and leaves at once does not keep it', async () => {
    const key = `purchase-${keys++}`;
    const [hasty, next] = [tab(), tab()];
    hasty.leader.track(key, true);
    hasty.leader.track(key, false);
    hasty.leader.track(undefined, false);
    next.leader.track(key, true);
    await waitUntil(() => next.events.length > 0, 'the next tab goes on');
    expect(next.events).to.deep.equal(['gained']);
    next.leader.track(undefined, false);
  });

  it('both act where the browser gives the page no locks', async () => {
    const {request} = navigator.locks;
    let asked = 0;
    navigator.locks.request = () => {
      asked += 1;
      return Promise.reject(new DOMException('not in a sandboxed frame', 'SecurityError'));
    };
    const {leader, events} = tab();
    leader.track(`purchase-${keys++}`, false);
    navigator.locks.request = request;
    // Once a tab that began later has waited long enough for its lock, this one has too.
    const key = `purchase-${keys++}`;
    const [first, second] = [tab(), tab()];
    first.leader.track(key, false);
    second.leader.track(key, false);
    await waitUntil(() => second.events.length > 0, 'the second tab is events');
    second.leader.track(undefined, false);
    first.leader.track(undefined, false);
    expect(events).to.deep.equal([]);
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
    const session = new PurchaseSession({
      base: 'https://shop.test',
      key: name,
      orderRequest: {amount: '', asset: '', chain: '', paymentType: '', lock: '', externalId: '', flow: 'guided'},
      locale: () => 'en',
      send: () => undefined,
      onForgotten: () => undefined,
      onEarlier: () => undefined,
    });
    session.enter();
    session.store(state);
    await waitUntil(isHeld, 'the lock is held');
    session.leave();
    await waitUntil(async () => !(await isHeld()), 'the lock is free');
    session.store(state);
    expect(await isHeld()).to.equal(false);
    session.enter();
    session.store(state);
    await waitUntil(isHeld, 'the lock is held again');
    session.leave();
    localStorage.removeItem(name);
    sessionStorage.removeItem(name);
  });
});
