import {Hono} from 'hono';
import {fullName} from './customers.js';
import type {Customer} from './customers.js';
import {fieldText, readFields} from './form.js';
import type {Markup} from './page.js';
import {answerPage, markup, notFound, notice, wayBack} from './page.js';
import type {World} from './world.js';

const sources = ['Salary', 'Savings', 'Sale of property', 'Pension', 'Other'];

/** The hosted form of the enhanced verification. */
export function onboardingPages({customers}: World): Hono {
  const pages = new Hono();

  pages.get('/onboarding/:token', context => {
    const customer = customers.byOnboardingToken(context.req.param('token'));
    if (!customer) return notFound(context);
    return answerPage(context, {title: 'Enhanced verification', content: view(customer)});
  });

  pages.post('/onboarding/:token', async context => {
    const customer = customers.byOnboardingToken(context.req.param('token'));
    if (!customer) return notFound(context);
    if (!sources.includes(fieldText(await readFields(context), 'source'))) {
      return answerPage(context, {title: 'Error: Enhanced verification', content: view(customer, true)}, 422);
    }
    customer.declared = true;
    return context.redirect(`/onboarding/${customer.onboardingToken}`, 303);
  });

  return pages;
}

function view(customer: Customer, refused = false): Markup {
  if (customer.declared) {
    return markup`
      <h1>Enhanced verification</h1>
      ${notice('good', 'Thank you', 'Your declaration has arrived. You can go on with your purchase.')}
      ${wayBack(customer.callbackUrl)}`;
  }
  return markup`
    <h1>Enhanced verification</h1>
    <p>The sandbox's own form: ${fullName(customer)} declares where the money comes from, and may then buy more.</p>
    <form class="stack" method="post">
      <fieldset ${refused ? markup`aria-describedby="source-problem"` : ''}>
        <legend>Where does the money come from?</legend>
        <div class="choices">
          ${sources.map(
            source => markup`
              <label class="choice"><input type="radio" name="source" value="${source}" required> ${source}</label>`,
          )}
        </div>
        ${refused ? markup`<p class="problem" id="source-problem">Choose one of these.</p>` : ''}
      </fieldset>
      <button class="main">Send the declaration</button>
    </form>`;
}
