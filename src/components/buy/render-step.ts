import {html, literal} from 'lit/static-html.js';
import type {TemplateResult} from 'lit';
import type {AmountState, BuyState, ResumingState} from '../../flow/state.js';
import type {Messages} from '../../i18n/messages.js';
import type {StepEvents} from '../step/step.js';

const tags = {
  customer: literal`cryptopocket-customer-step`,
  code: literal`cryptopocket-code-step`,
  kyc: literal`cryptopocket-kyc-step`,
  enhanced: literal`cryptopocket-enhanced-step`,
  payment: literal`cryptopocket-payment-step`,
  status: literal`cryptopocket-status-step`,
};

export type StepListeners = {[K in Exclude<keyof StepEvents, 'confirm'>]: (event: StepEvents[K]) => void};

/** A step after the first. */
export function renderStep(
  state: Exclude<BuyState, AmountState | ResumingState>,
  messages: Messages,
  locale: string,
  parts: string,
  listeners: StepListeners,
): TemplateResult {
  const tag = tags[state.step];
  return html`<${tag}
    data-step
    exportparts=${parts}
    .state=${state}
    .messages=${messages}
    .locale=${locale}
    @deed=${listeners.deed}
    @open-hosted=${listeners['open-hosted']}
    @pay=${listeners.pay}
    ><slot name="success" slot="success"></slot
  ></${tag}>`;
}
