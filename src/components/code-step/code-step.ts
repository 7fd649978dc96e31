import {html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import type {ProblemCode} from '../../contract/problem.js';
import type {CodeState} from '../../flow/state.js';
import {PurchaseStep} from '../step/purchase-step.js';
import {styles} from './code-step.styles.js';

const aboutCode: readonly ProblemCode[] = ['code_wrong', 'code_expired'];

/**
 * Takes the code that was sent to the buyer's mailbox.
 *
 * @element cryptopocket-code-step
 */
export class CryptopocketCodeStep extends PurchaseStep<CodeState> {
  static override styles = [PurchaseStep.styles, styles];

  private get input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  override updated(changed: PropertyValues<this>): void {
    const problem = this.newProblem(changed);
    if (problem && aboutCode.includes(problem.code)) {
      this.input?.focus();
      this.input?.select();
    }
  }

  override render(): TemplateResult {
    const {state} = this;
    const words = this.messages.code;
    const {problem} = state;
    const wrong = problem !== undefined && aboutCode.includes(problem.code);
    const checking = state.code !== undefined && state.missed === 0;
    const input = html`<input
      id="code"
      part="input"
      dir="ltr"
      inputmode="numeric"
      autocomplete="one-time-code"
      maxlength="12"
      required
      aria-invalid=${wrong ? 'true' : 'false'}
      aria-describedby=${wrong ? 'code-error code-hint' : 'code-hint'}
      @input=${this.onInput}
    />`;
    return html`<form novalidate aria-labelledby="heading" @submit=${this.onSubmit}>
      ${this.heading(words.heading)} ${this.orderLine()}
      <p>${words.sent(state.draft.email)}</p>
      ${this.field('code', words.label, wrong, input, html`<p id="code-hint" class="hint">${words.hint}</p>`)}
      ${wrong ? nothing : this.notice()}
      ${state.resend === 'done' ? html`<p class="notice" part="notice">${words.resent}</p>` : nothing}
      <div class="actions">
        <button part="button" aria-disabled=${String(checking)}>${checking ? words.checking : words.submit}</button>
        ${this.quietButton(words.resend, {type: 'codeRequested'})}
        ${this.quietButton(words.otherEmail, {type: 'emailReopened'})}
      </div>
    </form>`;
  }

  private get typed(): string {
    return this.input?.value.replace(/\s/g, '') ?? '';
  }

  /** Sends a whole code without waiting for a button: pasted or filled in by the phone, nothing is left to do. */
  private onInput(): void {
    if (/^\d{6}$/.test(this.typed)) this.send();
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    this.send();
  }

  private send(): void {
    this.tell({type: 'codeEntered', code: this.typed});
  }
}
