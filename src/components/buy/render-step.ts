import {html, literal} from 'lit/static-html.js';
import type {TemplateResult} from 'lit';
import type {AmountState, BuyState} from '../../flow/state.js';
import type {Messages} from '../../i18n/messages.js';
import type {StepEvents} from '../step/step.js';

const tags = {
  elsewhere: literal`cryptopocket-elsewhere-step`,
  customer: literal`cryptopocket-customer-step`,
  code: literal`cryptopocket-code-step`,
  kyc: literal`cryptopocket-kyc-step`,
  enhanced: literal`cryptopocket-enhanced-step`,
  payment: literal`cryptopocket-payment-step`,
  direct: literal`cryptopocket-direct-step`,
  status: literal`cryptopocket-status-step`,
};

export type StepListeners = {[K in Exclude<keyof StepEvents, 'confirm'>]: (event: StepEvents[K]) => void};

/** What shows `state`. */
function tagOf(state: Exclude<BuyState, AmountState>): (typeof tags)[keyof typeof tags] {
  if (state.step === 'resuming') return tags.elsewhere;
  return tags[state.step === 'payment' && state.purchase.wallet !== undefined ? 'direct' : state.step];
}

/** A step after the first. `methods` are ways to pay, as the vendor names them. */
export function renderStep(
  state: Exclude<BuyState, AmountState>,
  messages: Messages,
  locale: string,
  parts: string,
  methods: readonly string[],
  listeners: StepListeners,
): TemplateResult {
  const tag = tagOf(state);
  return html`<${tag}
    data-step
    exportparts=${parts}
    .state=${state}
    .messages=${messages}
    .locale=${locale}
    .methods=${methods}
    @deed=${listeners.deed}
    @open-hosted=${listeners['open-hosted']}
    @hand-over=${listeners['hand-over']}
    @pay=${listeners.pay}
    ><slot name="success" slot="success"></slot
  ></${tag}>`;
}
