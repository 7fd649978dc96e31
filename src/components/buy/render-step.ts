import {html, literal} from 'lit/static-html.js';
import {nothing, type TemplateResult} from 'lit';
import type {AmountState, BuyState} from '../../machine/state.js';
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

/** `listener` for what the step itself tells: a merchant's own component inside it may have events of the same name. */
function ofStep<E extends Event>(listener: (event: E) => void): (event: E) => void {
  return event => {
    if (event.target === event.currentTarget) listener(event);
  };
}

function ofStepOnly(listeners: StepListeners): StepListeners {
  return {
    deed: ofStep(listeners.deed),
    'open-hosted': ofStep(listeners['open-hosted']),
    'hand-over': ofStep(listeners['hand-over']),
    pay: ofStep(listeners.pay),
  };
}

/** A step after the first, with `inside` in it. `methods` are ways to pay, as the vendor names them. */
export function renderStep(
  state: Exclude<BuyState, AmountState>,
  messages: Messages,
  locale: string,
  parts: string,
  methods: readonly string[],
  listeners: StepListeners,
  inside: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const tag = tagOf(state);
  const {deed, 'open-hosted': openHosted, 'hand-over': handOver, pay} = ofStepOnly(listeners);
  return html`<${tag}
    data-step
    exportparts=${parts}
    .state=${state}
    .messages=${messages}
    .locale=${locale}
    .methods=${methods}
    @deed=${deed}
    @open-hosted=${openHosted}
    @hand-over=${handOver}
    @pay=${pay}
    >${inside}<slot name="success" slot="success"></slot
  ></${tag}>`;
}
