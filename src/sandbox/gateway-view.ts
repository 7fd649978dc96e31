import {toEuros, walletOf} from './coins.js';
import type {Markup} from './page.js';
import {markup, notice, wayBack} from './page.js';
import type {Payment} from './payments.js';
import {bankAccount} from './payments.js';

/** The submitted form and its errors. */
export interface Attempt {
  wallet: string;
  method: string;
  walletProblem?: string;
  methodProblem?: string;
}

/** `declined`: by the card or the bank. `held`: paid but still `started`, because of a magic amount. */
export type Note = 'declined' | 'held';

const labels: Record<string, [label: string, hint: string]> = {
  card: ['Card', 'Paid at once'],
  psd2: ['Bank app', 'You approve it in your bank’s app'],
  transfer: ['Bank transfer', 'You send it yourself; it takes longer'],
};

/** Payment methods of the page: all for a guided payment, otherwise the one of the order. */
export function methodsOf({guided, paymentType}: Payment): string[] {
  return guided ? Object.keys(labels) : [paymentType];
}

/** The payment form. A guided payment also asks for the wallet and the payment method. */
export function formView(payment: Payment, attempt: Attempt, note?: Note): Markup {
  const {methodProblem} = attempt;
  const methods = methodsOf(payment);
  return markup`
    <h1>Your purchase</h1>
    ${note === 'declined' ? notice('bad', 'Declined', 'The payment did not go through. Nothing was paid.') : ''}
    ${note === 'held' ? notice('waiting', 'Paid', 'The sandbox keeps this amount at “started” all the same.') : ''}
    ${summary(payment.guided ? {...payment, wallet: undefined} : payment)}
    <form class="stack" method="post">
      ${payment.guided ? walletView(payment, attempt) : ''}
      <fieldset ${methodProblem === undefined ? '' : markup`aria-describedby="method-problem"`}>
        <legend>How to pay</legend>
        <div class="choices">
          ${methods.map(method => methodView(method, method === attempt.method || methods.length === 1))}
        </div>
        ${methodProblem === undefined ? '' : markup`<p class="problem" id="method-problem">${methodProblem}</p>`}
      </fieldset>
      <button class="main">Pay ${money(payment)}</button>
      ${
        methods.includes('card')
          ? markup`
            <div class="own" role="group" aria-labelledby="own">
              <h2 id="own">For trying things out</h2>
              <div class="row"><button name="decision" value="decline">Let the card be declined</button></div>
            </div>`
          : ''
      }
    </form>`;
}

function walletView({coin}: Payment, {wallet, walletProblem}: Attempt): Markup {
  const {sample, hint} = walletOf(coin);
  return markup`
    <div>
      <label class="field" for="wallet">Wallet address on ${coin.chain}</label>
      <p class="hint" id="wallet-hint">For trying things out, any will do: <code>${sample}</code> (${hint}).</p>
      <input class="code" type="text" id="wallet" name="wallet" value="${wallet}" required autocomplete="off"
        autocapitalize="none" spellcheck="false"
        ${
          walletProblem === undefined
            ? markup`aria-describedby="wallet-hint"`
            : markup`aria-describedby="wallet-problem wallet-hint" aria-invalid="true" autofocus`
        }>
      ${walletProblem === undefined ? '' : markup`<p class="problem" id="wallet-problem">${walletProblem}</p>`}
    </div>`;
}

function methodView(method: string, checked: boolean): Markup {
  const [label, hint] = labels[method] ?? [method.toUpperCase(), 'You approve it with the provider'];
  return markup`
    <label class="choice">
      <input type="radio" name="method" value="${method}" required ${checked ? 'checked' : ''}>
      <span>${label} <small>${hint}</small></span>
    </label>`;
}

/** Simulates the bank's app or another provider's page. */
export function bankView(payment: Payment): Markup {
  return markup`
    <h1>Your bank</h1>
    <p>In real life this is your bank's app, which asks you to approve the payment.</p>
    ${summary(payment)}
    <form method="post" class="stack">
      <button class="main" name="decision" value="approve">Approve ${money(payment)}</button>
      <div class="row"><button name="decision" value="decline">Decline</button></div>
    </form>`;
}

export function transferView(payment: Payment): Markup {
  const {iban, bic, destinationName} = bankAccount;
  return markup`
    <h1>Send the transfer</h1>
    <p>With these details, and with the reference, so that it can be told apart.</p>
    <dl>
      <div><dt>Amount</dt><dd>${money(payment)}</dd></div>
      <div><dt>To</dt><dd>${destinationName}</dd></div>
      <div><dt>IBAN</dt><dd class="code">${iban.replace(/(.{4})(?=.)/g, '$1 ')}</dd></div>
      <div><dt>BIC</dt><dd class="code">${bic}</dd></div>
      <div><dt>Reference</dt><dd class="code">${payment.reference}</dd></div>
    </dl>
    <form method="post" action="/payment/${payment.id}/transfer"><button class="main">I have sent it</button></form>`;
}

/** The state of a payment that cannot be paid any more. */
export function stateView(payment: Payment): Markup {
  return markup`<h1>Your purchase</h1>${stateNotice(payment)}${summary(payment)}${wayBack(payment.callbackUrl)}`;
}

function stateNotice({status, coin}: Payment): Markup {
  switch (status) {
    case 'pending_bank':
      return notice('waiting', 'Waiting for your transfer', 'We will go on by ourselves as soon as it arrives.');
    case 'payment_received':
      return notice('good', 'Paid', `Your payment has arrived, and your ${coin.symbol} is being bought.`);
    case 'coins_sent':
      return notice('good', 'Coins sent', `This purchase is paid, and your ${coin.symbol} is on its way.`);
    case 'payment_rejected':
      return notice('bad', 'Rejected', 'The payment was rejected. Nothing will be sent.');
    default:
      return notice('waiting', 'Being looked at', markup`The payment is at <code>${status}</code>.`);
  }
}

function summary(payment: Payment): Markup {
  const {coin, coins, wallet, reference, txid, status} = payment;
  return markup`
    <dl>
      <div><dt>You pay</dt><dd class="amount">${money(payment)}</dd></div>
      ${coins === undefined ? '' : markup`<div><dt>You get about</dt><dd>${coins} ${coin.symbol}</dd></div>`}
      <div><dt>Blockchain</dt><dd>${coin.chain}</dd></div>
      ${wallet === undefined ? '' : markup`<div><dt>Wallet</dt><dd class="code">${wallet}</dd></div>`}
      <div><dt>Reference</dt><dd>${reference}</dd></div>
      ${status === 'coins_sent' ? markup`<div><dt>Transaction</dt><dd class="code">${txid ?? ''}</dd></div>` : ''}
    </dl>`;
}

function money({cents, currency}: Payment): string {
  return `${toEuros(cents)} ${currency}`;
}
