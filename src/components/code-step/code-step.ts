import {html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {asciiDigits} from '../../contract/digits.js';
import type {ProblemCode} from '../../contract/problem.js';
import type {CodeState} from '../../machine/state.js';
import {PurchaseStep} from '../step/purchase-step.js';
import {styles} from './code-step.styles.js';

/** Digits of a code. */
const length = 6;

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

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const problem = this.newProblem(changed);
    const isIncomplete = this.state.incomplete && !changed.get('state')?.incomplete;
    if (isIncomplete || (problem && aboutCode.includes(problem.code))) {
      this.input?.focus();
      this.input?.select();
    }
  }

  override render(): TemplateResult {
    const {state} = this;
    const words = this.messages.code;
    const {problem} = state;
    const refused = problem !== undefined && aboutCode.includes(problem.code);
    const wrong = refused || state.incomplete === true;
    const checking = state.code !== undefined && state.failures === 0;
    const input = html`<input
      id="code"
      part="input"
      dir="ltr"
      inputmode="numeric"
      autocomplete="one-time-code"
      maxlength="64"
      required
      aria-invalid=${wrong ? 'true' : 'false'}
      aria-describedby=${wrong ? 'code-error code-hint' : 'code-hint'}
      @input=${this.onInput}
    />`;
    return html`<form novalidate aria-labelledby="heading" @submit=${this.onSubmit}>
      ${this.heading(words.heading)} ${this.orderLine()}
      <p>${words.sent(state.draft.email)}</p>
      ${this.field(
        'code',
        words.label,
        refused,
        input,
        html`${state.incomplete ? html`<p id="code-error" class="error">${words.incomplete}</p>` : nothing}
          <p id="code-hint" class="hint">${words.hint}</p>`,
      )}
      ${refused ? nothing : this.notice()}
      ${state.resend === 'done' ? html`<p class="notice" part="notice">${words.resent}</p>` : nothing}
      <div class="actions">
        <button part="button" aria-disabled=${String(checking)}>${checking ? words.checking : words.submit}</button>
        ${this.quietButton(words.resend, {type: 'codeRequested'})}
        ${this.quietButton(words.otherEmail, {type: 'emailReopened'})}
      </div>
    </form>`;
  }

  /** The digits alone: what people paste has spaces, hyphens, full stops or marks of direction around them. */
  private get typed(): string {
    return asciiDigits(this.input?.value ?? '').replace(/\D/g, '');
  }

  /** Sends a whole code without waiting for a button: pasted or filled in by the phone, nothing is left to do. */
  private onInput(): void {
    if (this.typed.length === length) this.send();
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    this.send();
  }

  private send(): void {
    const code = this.typed;
    this.tell(code.length === length ? {type: 'codeEntered', code} : {type: 'codeIncomplete'});
  }
}
