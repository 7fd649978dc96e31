import {html, literal} from 'lit/static-html.js';
import {nothing, type TemplateResult} from 'lit';
import type {AmountState, BuyState} from '../../machine/state.js';
import type {Messages} from '../../i18n/messages.js';
import type {StepEvents} from '../step/step.js';

const tags = {
  otherTab: literal`cryptopocket-other-tab-step`,
  customer: literal`cryptopocket-customer-step`,
  code: literal`cryptopocket-code-step`,
  kyc: literal`cryptopocket-kyc-step`,
  enhanced: literal`cryptopocket-enhanced-step`,
  payment: literal`cryptopocket-payment-step`,
  direct: literal`cryptopocket-direct-step`,
  status: literal`cryptopocket-status-step`,
};

export type StepListeners = {[K in Exclude<keyof StepEvents, 'confirm'>]: (event: StepEvents[K]) => void};

/** Tag of the element that renders `state`. */
function tagOf(state: Exclude<BuyState, AmountState>): (typeof tags)[keyof typeof tags] {
  if (state.step === 'resuming') return tags.otherTab;
  return tags[state.step === 'payment' && state.purchase.wallet !== undefined ? 'direct' : state.step];
}

/** Ignores events of slotted merchant components, which may have the same names. */
function ofStep<E extends Event>(listener: (event: E) => void): (event: E) => void {
  return event => {
    if (event.target === event.currentTarget) listener(event);
  };
}

function ofStepOnly(listeners: StepListeners): StepListeners {
  return {
    action: ofStep(listeners.action),
    'open-hosted': ofStep(listeners['open-hosted']),
    handoff: ofStep(listeners.handoff),
    pay: ofStep(listeners.pay),
  };
}

/** Renders a step after the first, with `inside` as content. `methods` are payment types of the vendor. */
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
  const {action, 'open-hosted': openHosted, handoff, pay} = ofStepOnly(listeners);
  return html`<${tag}
    data-step
    exportparts=${parts}
    .state=${state}
    .messages=${messages}
    .locale=${locale}
    .methods=${methods}
    @action=${action}
    @open-hosted=${openHosted}
    @handoff=${handoff}
    @pay=${pay}
    >${inside}<slot name="success" slot="success"></slot
  ></${tag}>`;
}
