import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import fc from 'fast-check';
import type {PaymentStatus} from '../../src/contract/payment.js';
import {isRefusal} from '../../src/contract/problem.js';
import {toProblemCode} from '../../src/contract/problem-code.js';
import {memoryStore, type Store} from '../../src/server/index.js';
import {isAfter} from '../../src/contract/payment-status.js';
import {redisStore} from '../../src/server/store/redis.js';
import {endurance} from '../support/endurance.js';
import {RedisServer} from '../support/redis.js';
import {ada, createTime, field, minutes, notify, order, Shop, type Answer, type Json} from './setup.js';

/** What may happen next; `who` is at `at`, one of the shop's instances. Everybody may be an attacker. */
type Act =
  | {
      act: 'pay';
      who: number;
      at: number;
      key: number;
      amount: number;
      dear: boolean;
      fault: Fault | 'none';
      twice: boolean;
    }
  | {act: 'look'; who: number; at: number; whose: number; nth: number}
  | {act: 'renew'; who: number; at: number; which: number}
  | {act: 'check'; who: number; at: number}
  | {act: 'hand over'; who: number; at: number}
  | {act: 'move'; nth: number; status: (typeof words)[number]}
  | {act: 'notify'; nth: number; at: number; how: 'rightly' | 'again' | 'forged' | 'late' | 'garbled'}
  | {act: 'steal'; who: number; at: number; whose: number}
  | {act: 'restart'; at: number}
  | {act: 'pass'; ms: number};

const faults = ['lost_answer', 'drop', 'error_500', 'garbage'] as const;
type Fault = (typeof faults)[number];

const words = [
  'started',
  'pending_bank',
  'payment_received',
  'under_review',
  'coins_sent',
  'payment_rejected',
] as const;

const who = fc.nat(2);
const at = fc.nat(1);
const nth = fc.nat(5);
const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('pay' as const),
      who,
      at,
      key: fc.nat(1),
      amount: fc.constantFrom(0, 0, 0, 1),
      dear: fc.constantFrom(false, false, false, true),
      fault: fc.constantFrom('none', 'none', 'none', ...faults),
      twice: fc.constantFrom(false, false, true),
    }),
  },
  {weight: 6, arbitrary: fc.record({act: fc.constant('look' as const), who, at, whose: who, nth})},
  {weight: 3, arbitrary: fc.record({act: fc.constant('renew' as const), who, at, which: fc.nat(5)})},
  {weight: 1, arbitrary: fc.record({act: fc.constant('check' as const), who, at})},
  {weight: 1, arbitrary: fc.record({act: fc.constant('hand over' as const), who, at})},
  {weight: 4, arbitrary: fc.record({act: fc.constant('move' as const), nth, status: fc.constantFrom(...words)})},
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('notify' as const),
      nth,
      at,
      how: fc.constantFrom('rightly', 'again', 'forged', 'late', 'garbled'),
    }),
  },
  {weight: 1, arbitrary: fc.record({act: fc.constant('steal' as const), who, at, whose: who})},
  {weight: 1, arbitrary: fc.record({act: fc.constant('restart' as const), at})},
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 1000, minutes, 10 * minutes, 16 * minutes),
    }),
  },
);

interface Person {
  email: string;
  customer: string;
  token: string;
  /** All that they were ever given. */
  resumes: string[];
  /** The one payment that their session is there to follow. */
  bound: string | undefined;
  /** What is known of their purchase, whichever keys they use: for which order, and which payment came of it. */
  purchase: {fingerprint: string; payment?: string} | undefined;
  payments: Set<string>;
}

/** More than any history asks for. */
const limits = {calls: 1e6, market: 1e6, sessions: 1e6, payments: 1e6, codesPerMailbox: 1e6};
const emails = ['returning@example.org', ada.email, 'grace@example.org'];
const amounts = ['10.00', '11.00'];

/** Another's, one that there is not: whoever asks learns one thing. */
const told = ({status, headers, json}: Answer): string => {
  // Each answer has its own number.
  return JSON.stringify([status, {...json, requestId: ''}, [...headers]]);
};

/** A shop of two instances with one store, its buyers, and what they must be answered. */
class Town {
  readonly time = createTime();
  readonly people: Person[] = [];
  /** Every payment that was handed out: whose, and what was seen of it last, at whichever instance. */
  readonly handedOut = new Map<string, {owner: Person; seen: PaymentStatus | undefined}>();
  readonly shops: Shop[];
  /** Payments that the vendor may have made without anybody hearing of it. */
  unheard = 0;
  readonly #stores: Store[];

  constructor(stores: (clock: () => number) => [Store, Store]) {
    this.#stores = stores(this.time.clock);
    const first = this.#open(0);
    this.shops = [first, this.#open(1, first.sandbox)];
  }

  #open(nth: number, sandbox?: Shop['sandbox']): Shop {
    const store = this.#stores[nth];
    assert.ok(store);
    return new Shop({store, limits}, {time: this.time, ...(sandbox ? {sandbox} : {})});
  }

  shop(at: number): Shop {
    const shop = this.shops[at % this.shops.length];
    assert.ok(shop);
    return shop;
  }

  person(who: number): Person {
    const person = this.people[who % this.people.length];
    assert.ok(person);
    return person;
  }

  payment(nth: number): string | undefined {
    return [...this.handedOut.keys()][nth % Math.max(1, this.handedOut.size)];
  }

  async settle(): Promise<void> {
    const shop = this.shop(0);
    for (const email of emails) {
      const {token, resume} = await shop.verified(email);
      const customer = await shop.customerId(email);
      await shop.control(`customers/${customer}`, {kyc: 'valid'});
      this.people.push({
        email,
        customer,
        token: String(token),
        resumes: [String(resume)],
        bound: undefined,
        purchase: undefined,
        payments: new Set(),
      });
    }
  }

  async close(): Promise<void> {
    for (const shop of this.shops) await shop.flow.close();
    for (const store of this.#stores) await store.close();
  }

  /** A call with the person's session, which is renewed as their page would. */
  async #call(person: Person, at: number, what: string, json?: Json, key?: string): Promise<Answer> {
    const call = {json, ...(key === undefined ? {} : {headers: {'idempotency-key': key}})};
    const answer = await this.shop(at).call(what, {...call, token: person.token});
    if (answer.json['code'] !== 'session_expired') return answer;
    await this.renew(person, at, person.resumes.length - 1);
    return this.shop(at).call(what, {...call, token: person.token});
  }

  async renew(person: Person, at: number, which: number): Promise<void> {
    const resume = person.resumes[which % person.resumes.length];
    const session = await this.shop(at).resume(resume);
    assert.equal(session['identified'], 'customer');
    const payment = typeof session['payment'] === 'string' ? session['payment'] : undefined;
    if (person.payments.size > 0) assert.ok(payment !== undefined, 'a purchase was resumed without its payment');
    if (payment !== undefined && this.unheard === 0)
      assert.ok(person.payments.has(payment), 'resumed with another’s payment');
    person.bound = payment;
    person.token = String(session['token']);
    person.resumes.push(String(session['resume']));
  }

  async pay(act: Extract<Act, {act: 'pay'}>): Promise<void> {
    const person = this.person(act.who);
    const key = `key-${act.key}`;
    const amount = amounts[act.amount] ?? '';
    const json = {...order, amount, receives: act.dear ? '1000000' : '0.01'};
    const shop = this.shop(act.at);
    const madeBefore = (await shop.state('payments')).length;
    if (act.fault !== 'none') await shop.control('faults', {operation: 'createGuidedPayment', kind: act.fault});
    const instances = act.twice ? [act.at, act.at + 1] : [act.at];
    // So that a session that has to be renewed is renewed before it is known what it is for.
    await this.#call(person, act.at, 'GET /customers/me');
    const isBound = person.bound !== undefined;
    const known = person.purchase;
    const answers = await Promise.all(instances.map(at => this.#call(person, at, 'POST /payments', json, key)));
    await shop.control('faults/clear', {});
    const made = (await shop.state('payments')).length - madeBefore;
    for (const {status, json, text} of answers) {
      const {code} = json;
      if (status === 201) {
        const id = String(field(json, 'payment')['id']);
        const of = person.purchase;
        assert.ok(of === undefined || of.fingerprint === amount, 'a purchase was paid with another order');
        if (of?.payment !== undefined) assert.equal(id, of.payment, 'one purchase, two payments');
        if (of?.payment === undefined) assert.ok(!this.handedOut.has(id), 'one payment, two purchases');
        person.purchase = {fingerprint: amount, payment: id};
        person.payments.add(id);
        if (!this.handedOut.has(id)) this.handedOut.set(id, {owner: person, seen: undefined});
        person.resumes.push(String(json['resume']));
      } else if (known && known.fingerprint !== amount) {
        assert.equal(code, 'idempotency_key_reused', text);
      } else if (isBound) {
        assert.notEqual(known?.payment, person.bound, 'the answer to a payment that was made is refused');
        assert.equal(code, 'customer_required', text);
      } else {
        assert.equal(known?.payment, undefined, `a payment that was made is not told again: ${text}`);
        const isNo = isRefusal(toProblemCode(code));
        if (isNo) assert.equal(code, known === undefined && act.dear ? 'quote_changed' : '', text);
        else assert.ok(act.fault !== 'none', `nothing was wrong: ${text}`);
        if (!isNo) person.purchase ??= {fingerprint: amount};
      }
    }
    const told = answers.some(({status}) => status === 201);
    if (known?.payment !== undefined || (known && known.fingerprint !== amount) || isBound) {
      assert.equal(made, 0, 'the vendor was asked for a payment that there is, or must not be');
    }
    if (!told && answers.every(({json}) => isRefusal(toProblemCode(json['code'])))) {
      assert.equal(made, 0, 'a refused order made a payment');
    }
    const unheardBefore = this.unheard;
    this.unheard += made - (told && known?.payment === undefined ? Math.min(made, 1) : 0);
    const allowed = act.fault === 'lost_answer' || act.fault === 'garbage' ? 1 : 0;
    assert.ok(this.unheard - unheardBefore <= allowed, 'the vendor made a payment that nobody lost the answer to');
  }

  async look(act: Extract<Act, {act: 'look'}>): Promise<void> {
    const person = this.person(act.who);
    const owner = this.person(act.whose);
    const id = [...owner.payments][act.nth % Math.max(1, owner.payments.size)];
    if (id === undefined) return;
    const answer = await this.#call(person, act.at, `GET /payments/${id}`);
    if (owner !== person || (person.bound !== undefined && person.bound !== id)) {
      const nobodys = await this.#call(person, act.at, 'GET /payments/nobodys');
      assert.equal(answer.status, 404);
      assert.equal(told(answer), told(nobodys), 'that somebody has a payment can be told from the answer');
      return;
    }
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json['id'], id);
    const handedOut = this.handedOut.get(id);
    assert.ok(handedOut);
    const status = answer.json['status'] as PaymentStatus;
    const last = handedOut.seen;
    const isOpen = status === 'unknown' && last !== 'completed' && last !== 'failed';
    if (last !== undefined && !isOpen) assert.ok(!isAfter(last, status), `${last} went back to ${status}`);
    handedOut.seen = status;
  }

  async handOver(act: Extract<Act, {act: 'hand over'}>): Promise<void> {
    const answer = await this.#call(this.person(act.who), act.at, 'POST /handovers', {page: 'payment'});
    if (answer.status !== 201) {
      assert.equal(answer.status, 404, answer.text);
      return;
    }
    const door = `GET /handovers/${String(answer.json['code'])}`;
    const [here, there] = [this.shop(act.at), this.shop(act.at + 1)];
    const statuses = await Promise.all([here, there, here].map(shop => shop.call(door, {origin: null})));
    assert.deepEqual(statuses.map(({status}) => status).sort(), [303, 410, 410], 'one code, one phone');
  }

  async notify({nth, at, how}: Extract<Act, {act: 'notify'}>): Promise<void> {
    const payment = this.payment(nth);
    const shop = this.shop(at);
    switch (how) {
      case 'rightly':
      case 'again':
        for (const instance of how === 'again' ? [shop, this.shop(at + 1), shop] : [shop]) {
          assert.equal((await notify(instance, payment)).status, 200);
        }
        break;
      case 'forged':
        assert.equal((await notify(shop, payment, {secret: 'guessed'})).status, 404);
        break;
      case 'late':
        assert.equal((await notify(shop, payment, {ahead: -301})).status, 404);
        break;
      case 'garbled':
        assert.equal((await notify(shop, payment, {body: '{"data":{"id":'})).status, 200);
        break;
    }
  }

  async perform(act: Act): Promise<void> {
    switch (act.act) {
      case 'pay':
        return this.pay(act);
      case 'look':
        return this.look(act);
      case 'renew':
        return this.renew(this.person(act.who), act.at, act.which);
      case 'check': {
        const answer = await this.#call(this.person(act.who), act.at, 'GET /customers/me');
        assert.deepEqual(answer.json, {kyc: 'approved'});
        return;
      }
      case 'hand over':
        return this.handOver(act);
      case 'move': {
        const payment = this.payment(act.nth);
        if (payment !== undefined) await this.shop(0).control(`payments/${payment}`, {status: act.status});
        return;
      }
      case 'notify':
        return this.notify(act);
      case 'steal': {
        // What opens one door opens no other, and a spoilt token opens none.
        const {resumes, token} = this.person(act.whose);
        const bent = token.slice(0, -4) + (token.endsWith('AAAA') ? 'BBBB' : 'AAAA');
        for (const stolen of [...resumes.slice(-1), bent]) {
          await this.shop(act.at).refused('session_expired', 'GET /customers/me', {token: stolen});
        }
        await this.shop(act.at).refused('resume_expired', 'POST /sessions', {json: {resume: token}});
        return;
      }
      case 'restart': {
        const nth = act.at % this.shops.length;
        const old = this.shop(nth);
        await old.flow.close();
        this.shops[nth] = this.#open(nth, old.sandbox);
        return;
      }
      case 'pass':
        this.time.pass(act.ms);
        return;
    }
  }

  /** At the end, everybody sees what is theirs, and the vendor has for each what they were told. */
  async check(): Promise<void> {
    const rows = await this.shop(0).state('payments');
    for (const [id, {owner}] of this.handedOut) {
      const row = rows.find(row => row['id'] === id);
      assert.equal(String(row?.['user_id']), owner.customer, 'a payment is another’s at the vendor');
    }
    assert.equal(rows.length, this.handedOut.size + this.unheard, 'there are payments that nobody was told of');
  }
}

let redis: RedisServer;
before(async () => {
  redis = await RedisServer.start();
});
after(async () => {
  await redis.end();
});

let place = 0;
const stores: Record<string, (clock: () => number) => [Store, Store]> = {
  memory: clock => {
    const store = memoryStore({clock});
    return [store, store];
  },
  Redis: () => {
    const prefix = `${++place}:`;
    return [redisStore(redis.url, {prefix}), redisStore(redis.url, {prefix})];
  },
};

for (const [name, create] of Object.entries(stores)) {
  test(`with a store of ${name}, buyers, attackers, faults, restarts and notifications in any order leave everybody with what is theirs`, async () => {
    const live = async (history: readonly Act[]) => {
      const town = new Town(create);
      try {
        await town.settle();
        for (const act of history) await town.perform(act);
        await town.check();
      } finally {
        await town.close();
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(acts, {minLength: 1, maxLength: 40, size: 'max'}), live),
      endurance(name === 'Redis' ? 8 : 20),
    );
  });
}
