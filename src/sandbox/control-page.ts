import {Hono} from 'hono';
import {operations} from './api.js';
import {coinText, toEuros} from './coins.js';
import type {Customer} from './customers.js';
import {fullName} from './customers.js';
import {everyOperation, faultKinds} from './faults.js';
import type {Markup} from './page.js';
import {answerPage, markup} from './page.js';
import type {OffRamp} from './off-ramps.js';
import type {Payment} from './payments.js';
import {awaitingCoins, coinsReceived, finished, magicValues, unlistedPaymentStatus} from './scenarios.js';
import {quirkChoices, quirkLabels} from './settings.js';
import type {QuirkName} from './settings.js';
import type {World} from './world.js';

const kycStatuses = ['unused', 'processing', 'valid', 'fail'];
const paymentStatuses = [
  'started',
  'pending_bank',
  'payment_received',
  'coins_sent',
  'payment_rejected',
  unlistedPaymentStatus,
];

const offRampStatuses = [awaitingCoins, coinsReceived, finished];

/** The page that shows and changes the sandbox's state. Its forms are sent to `control.ts`. */
export function controlPage(world: World): Hono {
  const pages = new Hono();
  pages.get('/', context => answerPage(context, {title: 'Control page', content: view(world), width: 'wide'}));
  return pages;
}

function view(world: World): Markup {
  return markup`
    <h1 id="top">Control page</h1>
    <p>What the emulated vendor knows and does. Everything here is the sandbox's own, and gone when it stops.</p>
    <ul class="jumps">
      <li><a href="/inbox">Inbox</a></li>
      <li><a href="#customers">Customers</a></li>
      <li><a href="#payments">Payments</a></li>
      <li><a href="#off-ramps">Off-ramps</a></li>
      <li><a href="#faults">Faults</a></li>
      <li><a href="#time">Time</a></li>
      <li><a href="#quirks">Quirks</a></li>
      <li><a href="#webhooks">Webhooks</a></li>
      <li><a href="#magic">Magic values</a></li>
    </ul>
    ${customersView(world)} ${paymentsView(world)} ${offRampsView(world)} ${faultsView(world)} ${timeView(world)} ${quirksView(world)}
    ${webhooksView(world)} ${magicView()}
    <section class="card">
      <h2>Start over</h2>
      <p>Forgets customers, payments, off-ramps, messages, faults and settings. Tokens and webhook subscriptions stay.</p>
      <form method="post" action="/control/reset"><button>Reset the sandbox</button></form>
    </section>`;
}

/** A table that becomes a list on a narrow screen. */
function records(columns: string[], rows: Markup[], empty: string): Markup {
  if (rows.length === 0) return markup`<p class="hint">${empty}</p>`;
  const heads = columns.map(column => markup`<th scope="col">${column}</th>`);
  return markup`
    <table class="records">
      <thead><tr>${heads}</tr></thead>
      <tbody>${rows}</tbody>
    </table>`;
}

function options(values: readonly string[], selected: string): Markup[] {
  const all = values.includes(selected) ? values : [selected, ...values];
  return all.map(value => markup`<option value="${value}" ${value === selected ? 'selected' : ''}>${value}</option>`);
}

function customersView({customers, links}: World): Markup {
  const row = (customer: Customer) => {
    const {id, email, kyc, banned} = customer;
    const of = markup`<span class="hidden"> (${fullName(customer)})</span>`;
    return markup`
      <tr>
        <th scope="row">${fullName(customer)}</th>
        <td class="code">${email}</td>
        <td><span class="tag">${kyc}</span> ${banned ? markup`<span class="tag">banned</span>` : ''}</td>
        <td class="wide-cell">
          <form class="set" method="post" action="/control/customers/${id}">
            <select name="kyc" aria-label="KYC status of ${fullName(customer)}">${options(kycStatuses, kyc)}</select>
            <button>Set${of}</button>
            <button name="banned" value="${String(!banned)}">${banned ? 'Unban' : 'Ban'}${of}</button>
          </form>
        </td>
        <td><a href="${links.kyc(customer)}">Check${of}</a> · <a href="${links.onboarding(customer)}">Form${of}</a></td>
      </tr>`;
  };
  return markup`
    <section class="card" id="customers">
      <h2>Customers</h2>
      ${records(['Name', 'E-mail', 'KYC', 'Change', 'Pages'], customers.all().map(row).reverse(), '')}
    </section>`;
}

function paymentsView({payments, links}: World): Markup {
  const row = (payment: Payment) => {
    const {id, cents, currency, coin, coins, status} = payment;
    return markup`
      <tr>
        <th scope="row"><a class="code" href="${links.gateway(payment)}">${id}</a></th>
        <td>${toEuros(cents)} ${currency}</td>
        <td>${coins ?? ''} ${coin.symbol} on ${coin.chain}</td>
        <td><span class="tag">${status}</span></td>
        <td class="wide-cell">${statusForm(`/control/payments/${id}`, `Status of payment ${id}`, paymentStatuses, status)}</td>
      </tr>`;
  };
  const rows = payments.all().map(row).reverse();
  return markup`
    <section class="card" id="payments">
      <h2>Payments</h2>
      ${records(['Payment', 'Amount', 'Coins', 'Status', 'Change'], rows, 'Nobody has bought anything yet.')}
    </section>`;
}

function offRampsView({offRamps}: World): Markup {
  const row = ({id, coin, units, cents, status}: OffRamp) => markup`
    <tr>
      <th scope="row" class="code">${id}</th>
      <td>${coinText(units, coin)} ${coin.symbol} on ${coin.chain}</td>
      <td>${toEuros(cents)} EUR</td>
      <td><span class="tag">${status}</span></td>
      <td class="wide-cell">${statusForm(`/control/off-ramps/${id}`, `Status of off-ramp ${id}`, offRampStatuses, status)}</td>
    </tr>`;
  const rows = offRamps.all().map(row).reverse();
  return markup`
    <section class="card" id="off-ramps">
      <h2>Off-ramps</h2>
      ${records(['Off-ramp', 'Coins', 'Amount', 'Status', 'Change'], rows, 'Nobody has sold anything yet.')}
    </section>`;
}

function statusForm(action: string, label: string, statuses: readonly string[], status: string): Markup {
  return markup`
    <form class="set" method="post" action="${action}">
      <select name="status" aria-label="${label}">${options(statuses, status)}</select>
      <button>Set</button>
    </form>`;
}

function faultsView({faults}: World): Markup {
  const row = ({operation, kind, times, ms}: World['faults']['waiting'][number]) => markup`
    <tr>
      <th scope="row">${operation === everyOperation ? 'every call' : operation}</th>
      <td>${kind}${kind === 'delay' ? ` of ${ms} ms` : ''}</td>
      <td>${times} more</td>
    </tr>`;
  return markup`
    <section class="card" id="faults">
      <h2>Faults</h2>
      ${records(['Call', 'Fault', 'Times'], faults.waiting.map(row), 'Every call is answered as it should be.')}
      <h3>Spoil the next calls</h3>
      <form class="grid" method="post" action="/control/faults">
        <div>
          <label class="field" for="operation">Call</label>
          <select id="operation" name="operation">
            <option value="${everyOperation}">every call</option>${operations.map(name => markup`<option value="${name}">${name}</option>`)}
          </select>
        </div>
        <div>
          <label class="field" for="kind">Fault</label>
          <select id="kind" name="kind">${options(faultKinds, 'delay')}</select>
        </div>
        <div>
          <label class="field" for="times">How many times</label>
          <input id="times" name="times" type="number" min="1" max="1000" value="1" required>
        </div>
        <div>
          <label class="field" for="ms">Delay in ms</label>
          <input id="ms" name="ms" type="number" min="0" max="600000" value="3000" required>
        </div>
        <div class="row"><button>Add</button> <button formaction="/control/faults/clear">Clear all</button></div>
      </form>
    </section>`;
}

function timeView({settings}: World): Markup {
  return markup`
    <section class="card" id="time">
      <h2>Time</h2>
      <div class="grid">
        <form method="post" action="/control/settle">
          <label class="field" for="settle">One step of a payment or a review, in ms</label>
          <div class="set">
            <input id="settle" name="ms" type="number" min="0" max="86400000" value="${settings.settleMs}" required>
            <button>Set</button>
          </div>
        </form>
        <form method="post" action="/control/tokens">
          <label class="field" for="lifetime">A token is good for, in ms</label>
          <div class="set">
            <input id="lifetime" name="lifetimeMs" type="number" min="0" max="86400000"
              value="${settings.tokenLifetimeMs}" required>
            <button>Set</button>
            <button name="revoke" value="true">Revoke</button>
          </div>
        </form>
      </div>
    </section>`;
}

function quirksView({settings}: World): Markup {
  const field = (name: QuirkName) => markup`
    <div>
      <label class="field" for="quirk-${name}">${quirkLabels[name]}</label>
      <select id="quirk-${name}" name="${name}">${options(quirkChoices[name], settings.quirks[name])}</select>
    </div>`;
  const names: QuirkName[] = ['authenticate', 'registerUser', 'kycCheck', 'quote', 'tokens', 'errorCode', 'kycLink'];
  return markup`
    <section class="card" id="quirks">
      <h2>Quirks</h2>
      <p class="hint">Shapes that the vendor's documentation leaves open. A client has to bear each of them.</p>
      <form class="grid" method="post" action="/control/quirks">
        ${names.map(field)}
        <div><button>Set the quirks</button></div>
      </form>
    </section>`;
}

function webhooksView({webhooks}: World): Markup {
  const {subscriptions} = webhooks;
  const rows = webhooks.deliveries.slice(0, 10).map(
    ({type, url, at, result}) => markup`
      <tr>
        <th scope="row">${type}</th>
        <td class="code">${url}</td>
        <td>${new Date(at).toISOString().slice(11, 19)} UTC</td>
        <td><span class="tag">${result}</span></td>
      </tr>`,
  );
  const subscribed = Object.entries(subscriptions).map(
    ([type, url]) => markup`<li>${type} → <span class="code">${url}</span></li>`,
  );
  return markup`
    <section class="card" id="webhooks">
      <h2>Webhooks</h2>
      ${subscribed.length ? markup`<ul>${subscribed}</ul>` : markup`<p class="hint">Nobody has subscribed.</p>`}
      ${records(['Event', 'To', 'When', 'Answer'], rows, 'Nothing has been sent.')}
    </section>`;
}

function magicView(): Markup {
  const rows = magicValues.map(
    ({group, value, outcome}) => markup`
      <tr><th scope="row" class="code">${value}</th><td class="short">${group}</td><td>${outcome}</td></tr>`,
  );
  return markup`
    <section class="card" id="magic">
      <h2>Magic values</h2>
      <p class="hint">The sandbox's own, not the vendor's. Amounts are in euros, those of an off-ramp in coins.</p>
      ${records(['Value', 'Where', 'Outcome'], rows, '')}
    </section>`;
}
