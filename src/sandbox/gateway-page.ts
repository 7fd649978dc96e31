import {Hono} from 'hono';
import type {Context} from 'hono';
import {walletOf} from './coins.js';
import {fieldText, readFields} from './form.js';
import {bankView, formView, methodsOf, stateView, transferView} from './gateway-view.js';
import type {Attempt, Note} from './gateway-view.js';
import type {Markup} from './page.js';
import {answerPage, notFound} from './page.js';
import type {Payment} from './payments.js';
import {paymentScenario, quarterlyCardCents} from './scenarios.js';
import type {World} from './world.js';

/** The hosted payment gateway: card, bank app or transfer, and the wallet that receives the coins. */
export function gatewayPages({payments}: World): Hono {
  const pages = new Hono();

  /** Answers for the payment in the path. A paid payment only shows its state. */
  const forPayment = (
    context: Context,
    open: (payment: Payment) => Response | Promise<Response>,
  ): Response | Promise<Response> => {
    const payment = payments.byId(context.req.param('id') ?? '');
    if (!payment) return notFound(context);
    if (payment.status === 'started') return open(payment);
    if (context.req.method === 'POST') return context.redirect(`/payment/${payment.id}`, 303);
    return answer(context, stateView(payment));
  };

  const answer = (context: Context, content: Markup, status: 200 | 422 = 200) =>
    answerPage(context, {title: status === 422 ? 'Error: Payment' : 'Payment', content}, status);

  const paid = (context: Context, payment: Payment, method: string) => {
    payments.pay(payment, method);
    const note = paymentScenario(payment.cents) === 'started' ? '?note=held' : '';
    return context.redirect(`/payment/${payment.id}${note}`, 303);
  };

  const declined = (context: Context, {id}: Payment) => context.redirect(`/payment/${id}?note=declined`, 303);

  pages.get('/payment/:id', context =>
    forPayment(context, payment => {
      const note = noteOf(context.req.query('note'));
      if (!payment.guided && payment.paymentType === 'transfer') return answer(context, transferView(payment));
      return answer(context, formView(payment, {wallet: payment.wallet ?? '', method: payment.paymentType}, note));
    }),
  );

  pages.post('/payment/:id', context =>
    forPayment(context, async payment => {
      const fields = await readFields(context);
      const attempt = judge(payment, fieldText(fields, 'wallet'), fieldText(fields, 'method'));
      if (attempt.walletProblem !== undefined || attempt.methodProblem !== undefined) {
        return answer(context, formView(payment, attempt), 422);
      }
      payment.wallet = attempt.wallet;
      payment.paymentType = attempt.method;
      if (attempt.method === 'transfer') return context.redirect(`/payment/${payment.id}/transfer`, 303);
      if (attempt.method !== 'card') return context.redirect(`/payment/${payment.id}/bank`, 303);
      return fieldText(fields, 'decision') === 'decline' ? declined(context, payment) : paid(context, payment, 'card');
    }),
  );

  pages.get('/payment/:id/bank', context => forPayment(context, payment => answer(context, bankView(payment))));

  pages.post('/payment/:id/bank', context =>
    forPayment(context, async payment => {
      if (payment.wallet === undefined) return context.redirect(`/payment/${payment.id}`, 303);
      const approved = fieldText(await readFields(context), 'decision') === 'approve';
      return approved ? paid(context, payment, payment.paymentType) : declined(context, payment);
    }),
  );

  pages.get('/payment/:id/transfer', context => forPayment(context, payment => answer(context, transferView(payment))));

  pages.post('/payment/:id/transfer', context =>
    forPayment(context, payment => {
      if (payment.wallet === undefined) return context.redirect(`/payment/${payment.id}`, 303);
      return paid(context, payment, 'transfer');
    }),
  );

  function judge(payment: Payment, wallet: string, method: string): Attempt {
    const {pattern, hint} = walletOf(payment.coin);
    const attempt: Attempt = {wallet: payment.guided ? wallet : (payment.wallet ?? ''), method};
    if (attempt.wallet === '') attempt.walletProblem = 'Enter the wallet that the coins go to.';
    else if (!pattern.test(attempt.wallet)) {
      attempt.walletProblem = `That is no address on ${payment.coin.chain}: ${hint}.`;
    }
    const byCard = method === 'card' ? payments.cardCents(payment.customerId) + payment.cents : 0n;
    if (!methodsOf(payment).includes(method)) attempt.methodProblem = 'Choose how to pay.';
    else if (byCard > quarterlyCardCents) attempt.methodProblem = 'This is more than you may still pay by card.';
    return attempt;
  }

  return pages;
}

function noteOf(text: string | undefined): Note | undefined {
  return text === 'declined' || text === 'held' ? text : undefined;
}
