import {stepOf} from '../../machine/step.js';
import {steps} from '../../machine/steps/index.js';
import type {BuyState} from '../../machine/state.js';

/** What a style sheet sees as `:state(…)`. */
export function statesOf(flow: BuyState): Record<'busy' | 'complete' | 'failed', boolean> {
  const status = flow.step === 'status' ? flow.payment?.status : undefined;
  return {
    busy: stepOf(steps, flow)?.isBusy(flow) === true,
    complete: status === 'completed',
    failed: status === 'failed',
  };
}
