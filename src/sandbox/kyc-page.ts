import {Hono} from 'hono';
import {fullName, isKycOpen} from './customers.js';
import type {Customer} from './customers.js';
import {fieldText, readFields} from './form.js';
import type {Markup, Page} from './page.js';
import {answerPage, markup, notFound, notice, wayBack} from './page.js';
import type {World} from './world.js';

/** Results of the buttons for testers. The plain button uses the result that the email selects. */
const chosen: Record<string, readonly [string, string?]> = {
  approve: ['valid'],
  review: ['processing', 'valid'],
  reject: ['fail'],
};

/** The hosted identity check. */
export function kycPages({customers}: World): Hono {
  const pages = new Hono();

  pages.get('/kyc/:token', context => {
    const customer = customers.byKycToken(context.req.param('token'));
    return customer ? answerPage(context, view(customer)) : notFound(context);
  });

  pages.post('/kyc/:token', async context => {
    const customer = customers.byKycToken(context.req.param('token'));
    if (!customer) return notFound(context);
    if (isKycOpen(customer)) {
      const fields = await readFields(context);
      const document = fieldText(fields, 'document');
      if (fieldText(fields, 'consent') === '') return answerPage(context, view(customer, {document}), 422);
      customers.submitKyc(customer, chosen[fieldText(fields, 'outcome')]);
    }
    return context.redirect(`/kyc/${customer.kycToken}`, 303);
  });

  return pages;
}

/** `refused`: the form was submitted without consent, with this document selected. */
function view(customer: Customer, refused?: {document: string}): Page {
  if (!isKycOpen(customer)) return {title: 'Identity check', content: result(customer)};
  return {title: refused ? 'Error: Identity check' : 'Identity check', content: form(customer, refused)};
}

function result({kyc, callbackUrl}: Customer): Markup {
  const [kind, heading, text] =
    kyc === 'valid'
      ? (['good', 'Approved', 'Your identity is confirmed. You can go on with your purchase.'] as const)
      : kyc === 'fail'
        ? (['bad', 'Not approved', 'Your identity could not be confirmed, so no purchase is possible.'] as const)
        : ([
            'waiting',
            'In review',
            'Your details are being looked at. Load this page again to see the result.',
          ] as const);
  return markup`<h1>Identity check</h1>${notice(kind, heading, text)}${wayBack(callbackUrl)}`;
}

function form(customer: Customer, refused?: {document: string}): Markup {
  const option = (value: string, label: string) =>
    markup`<option value="${value}" ${refused?.document === value ? 'selected' : ''}>${label}</option>`;
  return markup`
    <h1>Identity check</h1>
    <p>The sandbox's own check: it asks for nothing real, so have no documents ready.</p>
    <form class="stack" method="post">
      <dl>
        <div><dt>Name</dt><dd>${fullName(customer)}</dd></div>
        <div><dt>E-mail</dt><dd>${customer.email}</dd></div>
      </dl>
      <div>
        <label class="field" for="document">Document</label>
        <select id="document" name="document">
          ${option('passport', 'Passport')}${option('id', 'National identity card')}${option('permit', 'Residence permit')}
        </select>
      </div>
      <div>
        <label class="choice lone">
          <input type="checkbox" name="consent" value="yes" required
            ${refused ? markup`aria-invalid="true" aria-describedby="consent-problem" autofocus` : ''}>
          <span>I am ${fullName(customer)}, and these details are mine</span>
        </label>
        ${refused ? markup`<p class="problem" id="consent-problem">Tick the box to go on.</p>` : ''}
      </div>
      <button class="main">Submit</button>
      <div class="own" role="group" aria-labelledby="own">
        <h2 id="own">For trying things out</h2>
        <p class="hint">“Submit” leaves the outcome to the e-mail. With these you decide.</p>
        <div class="row">
          <button name="outcome" value="approve">Approve</button>
          <button name="outcome" value="review">Review</button>
          <button name="outcome" value="reject">Reject</button>
        </div>
      </div>
    </form>`;
}
