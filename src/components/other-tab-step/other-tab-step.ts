import {html, type TemplateResult} from 'lit';
import type {ResumingState} from '../../machine/state.js';
import {PurchaseStep} from '../step/purchase-step.js';

/**
 * Says that the purchase is being made in another tab.
 *
 * @element cryptopocket-elsewhere-step
 */
export class CryptopocketElsewhereStep extends PurchaseStep<ResumingState> {
  override render(): TemplateResult {
    const {heading, why, here} = this.messages.elsewhere;
    return html`<section aria-labelledby="heading">
      ${this.heading(heading)}
      <p>${why}</p>
      <button
        type="button"
        part="button"
        @click=${() => {
          this.tell({type: 'leadershipAcquired'});
        }}
      >
        ${here}
      </button>
    </section>`;
  }
}
