/**
 * The control API. It takes the forms of the control page, which are redirected back to it, and JSON of programs. The latter
 * get `{"ok": true}`, 422 `{"error"}` for an invalid body, or 404 for an unknown id.
 *
 * - `GET /control/state`: everything, as `{settings: {quirks, settleMs, tokenLifetimeMs}, customers: [{id, name,
 *   lastName, email, kyc, banned, documents, kycUrl, onboardingUrl}], payments: [{gatewayUrl, chain, wallet, ...as the
 *   API}], offRamps: [{wallet, ...as the API}], faults: [{operation, kind, times, ms}], subscriptions: {type: url}, deliveries: [{type, url, at, result}]}`
 * - `POST /control/faults` `{operation, kind, times?, ms?}`: affects the next `times` (1) calls of `operation` (`*`: all)
 * - `POST /control/faults/clear` `{}`
 * - `POST /control/customers/:id` `{kyc?, banned?}`: `kyc` may be any word
 * - `POST /control/payments/:id` `{status}`: may be any word
 * - `POST /control/off-ramps/:id` `{status}`: may be any word
 * - `POST /control/quirks` `{[name]: value}`: see `quirkChoices`
 * - `POST /control/settle` `{ms}`: duration of one step of identity checks and payments
 * - `POST /control/tokens` `{lifetimeMs?, revoke?}`: lifetime of tokens; `revoke: true` revokes the issued ones
 * - `POST /control/reset` `{}`
 */
import {Hono} from 'hono';
import type {Context} from 'hono';
import {stringify} from 'lossless-json';
import * as v from 'valibot';
import {operations} from './api.js';
import {everyOperation, faultKinds} from './faults.js';
import {isJson, readFields} from './form.js';
import {offRampAnswer} from './off-ramps.js';
import {paymentAnswer} from './payments.js';
import type {Entry, Ledger} from './ledger.js';
import {quirkChoices} from './settings.js';
import type {World} from './world.js';

// Forms can only send text.
const whole = v.pipe(v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/))]), v.transform(Number));
const count = v.pipe(whole, v.integer(), v.minValue(1), v.maxValue(1000));
const duration = v.pipe(whole, v.integer(), v.minValue(0), v.maxValue(24 * 60 * 60 * 1000));
const yes = v.pipe(
  v.union([v.boolean(), v.picklist(['true', 'false'])]),
  v.transform(value => value === true || value === 'true'),
);
const word = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/));

const faultBody = v.object({
  operation: v.picklist([everyOperation, ...operations]),
  kind: v.picklist(faultKinds),
  times: v.optional(count, 1),
  ms: v.optional(duration, 1000),
});
const customerBody = v.object({kyc: v.optional(word), banned: v.optional(yes)});
const statusBody = v.object({status: word});
const settleBody = v.object({ms: duration});
const tokensBody = v.object({lifetimeMs: v.optional(duration), revoke: v.optional(yes, false)});
const quirksBody = v.partial(
  v.object({
    authenticate: v.picklist(quirkChoices.authenticate),
    registerUser: v.picklist(quirkChoices.registerUser),
    kycCheck: v.picklist(quirkChoices.kycCheck),
    quote: v.picklist(quirkChoices.quote),
    tokens: v.picklist(quirkChoices.tokens),
    errorCode: v.picklist(quirkChoices.errorCode),
    kycLink: v.picklist(quirkChoices.kycLink),
  }),
);

export function controlCalls(world: World): Hono {
  const {customers, payments, offRamps, faults, settings, tokens} = world;
  const calls = new Hono();

  const done = (context: Context, section: string) =>
    isJson(context) ? context.json({ok: true}) : context.redirect(`/#${section}`, 303);
  const missing = (context: Context) => context.json({error: 'There is no such id.'}, 404);
  /** Parses the body with `schema` and applies it. */
  const take = async <Schema extends v.GenericSchema>(
    context: Context,
    schema: Schema,
    go: (fields: v.InferOutput<Schema>) => Response,
  ): Promise<Response> => {
    const fields = v.safeParse(schema, await readFields(context));
    if (fields.success) return go(fields.output);
    return context.json({error: fields.issues.map(issue => `${v.getDotPath(issue) ?? ''}: ${issue.message}`)}, 422);
  };

  calls.get('/state', () => {
    const headers = {'content-type': 'application/json', 'cache-control': 'no-store'};
    return new Response(stringify(stateOf(world)), {headers});
  });

  calls.post('/faults', context =>
    take(context, faultBody, fault => {
      faults.add(fault);
      return done(context, 'faults');
    }),
  );

  calls.post('/faults/clear', context => {
    faults.clear();
    return done(context, 'faults');
  });

  calls.post('/customers/:id', context =>
    take(context, customerBody, ({kyc, banned}) => {
      const customer = customers.byId(context.req.param('id'));
      if (!customer) return missing(context);
      // The form for bans also sends the unchanged status, which must not end a review.
      const decided = kyc !== undefined && (kyc !== customer.kyc || banned === undefined);
      if (decided) customers.decide(customer, kyc);
      if (banned !== undefined) customer.banned = banned;
      return done(context, 'customers');
    }),
  );

  const decides = <Kind extends Entry>(section: string, entries: Ledger<Kind>) => {
    calls.post(`/${section}/:id`, context =>
      take(context, statusBody, ({status}) => {
        const entry = entries.byId(context.req.param('id'));
        if (!entry) return missing(context);
        entries.decide(entry, status);
        return done(context, section);
      }),
    );
  };
  decides('payments', payments);
  decides('off-ramps', offRamps);

  calls.post('/quirks', context =>
    take(context, quirksBody, quirks => {
      Object.assign(settings.quirks, quirks);
      return done(context, 'quirks');
    }),
  );

  calls.post('/settle', context =>
    take(context, settleBody, ({ms}) => {
      settings.settleMs = ms;
      return done(context, 'time');
    }),
  );

  calls.post('/tokens', context =>
    take(context, tokensBody, ({lifetimeMs, revoke}) => {
      if (lifetimeMs !== undefined) settings.tokenLifetimeMs = lifetimeMs;
      if (revoke) tokens.revokeAll();
      return done(context, 'time');
    }),
  );

  calls.post('/reset', context => {
    world.reset();
    return done(context, 'top');
  });

  return calls;
}

function stateOf({settings, customers, payments, offRamps, faults, webhooks, links}: World): object {
  return {
    settings,
    customers: customers.all().map(customer => {
      const {id, name, lastName, email, kyc, banned, documents} = customer;
      const kycUrl = links.kyc(customer);
      return {id, name, lastName, email, kyc, banned, documents, kycUrl, onboardingUrl: links.onboarding(customer)};
    }),
    payments: payments.all().map(payment => ({
      ...paymentAnswer(payment),
      chain: payment.coin.chain,
      wallet: payment.wallet ?? null,
      gatewayUrl: links.gateway(payment),
    })),
    offRamps: offRamps.all().map(offRamp => ({...offRampAnswer(offRamp), wallet: offRamp.wallet})),
    faults: faults.waiting,
    subscriptions: webhooks.subscriptions,
    deliveries: webhooks.deliveries,
  };
}
