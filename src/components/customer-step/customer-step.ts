import {html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import type {ProblemCode} from '../../contract/problem.js';
import type {CustomerState} from '../../machine/state.js';
import {PurchaseStep} from '../step/purchase-step.js';

const aboutEmail: readonly ProblemCode[] = ['email_invalid', 'email_not_allowed', 'customer_exists'];

/**
 * Asks a guest who they are.
 *
 * @element cryptopocket-customer-step
 */
export class CryptopocketCustomerStep extends PurchaseStep<CustomerState> {
  /** Not there where the merchant vouches for the mailbox. */
  private get email(): HTMLInputElement | null {
    return this.renderRoot.querySelector('#email');
  }

  private get name(): HTMLInputElement | null {
    return this.renderRoot.querySelector('#name');
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const code = this.newProblem(changed)?.code;
    if (code === undefined) return;
    if (aboutEmail.includes(code)) this.email?.focus();
    if (code === 'name_invalid') this.name?.focus();
  }

  override render(): TemplateResult {
    const {state, messages} = this;
    const words = messages.customer;
    const code = state.problem?.code;
    const waiting = state.sending && state.failures === 0;
    const inField = code !== undefined && (aboutEmail.includes(code) || code === 'name_invalid');
    return html`<form novalidate aria-labelledby="heading" @submit=${this.onSubmit}>
      ${this.heading(words.heading)} ${this.orderLine()}
      <p class="hint">${words.why}</p>
      ${state.emailProven ? nothing : this.renderEmail(code)} ${this.renderName(code)}
      ${inField ? nothing : this.notice()}
      <div class="actions">
        <button part="button" aria-disabled=${String(waiting)}>${waiting ? words.sending : words.submit}</button>
        ${this.waysOut(
          html`${this.quietButton(words.change, {type: 'amountEditRequested'})}
          ${state.emailProven ? this.notYouButton() : nothing}`,
        )}
      </div>
    </form>`;
  }

  private renderEmail(code: ProblemCode | undefined): TemplateResult {
    const wrong = code !== undefined && aboutEmail.includes(code);
    const input = html`<input
      id="email"
      part="input"
      dir="ltr"
      type="email"
      autocomplete="email"
      autocapitalize="none"
      spellcheck="false"
      maxlength="254"
      required
      .value=${this.state.draft.email}
      @input=${this.onInput}
      aria-invalid=${wrong ? 'true' : 'false'}
      aria-describedby=${wrong ? 'email-error' : nothing}
    />`;
    return this.field('email', this.messages.customer.email, wrong, input);
  }

  private renderName(code: ProblemCode | undefined): TemplateResult {
    const wrong = code === 'name_invalid';
    const words = this.messages.customer;
    const input = html`<input
      id="name"
      part="input"
      dir="auto"
      autocomplete="name"
      maxlength="120"
      required
      .value=${this.state.draft.name}
      @input=${this.onInput}
      aria-invalid=${wrong ? 'true' : 'false'}
      aria-describedby=${wrong ? 'name-error name-hint' : 'name-hint'}
    />`;
    const hint = html`<p id="name-hint" class="hint">${words.nameHint}</p>`;
    return this.field('name', words.name, wrong, input, hint);
  }

  private typed(): {email: string; name: string} {
    return {email: this.email?.value ?? '', name: this.name?.value ?? ''};
  }

  private onInput(): void {
    this.tell({type: 'draftChanged', ...this.typed()});
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    const {email, name} = this.typed();
    const typed = {email: email.trim(), name: name.trim()};
    // The browser knows best what an e-mail address looks like; the adapter looks again.
    if (this.email && !this.email.checkValidity()) {
      this.tell({type: 'customerInvalid', ...typed, code: 'email_invalid'});
    } else if (typed.name === '') {
      this.tell({type: 'customerInvalid', ...typed, code: 'name_invalid'});
    } else {
      this.tell({type: 'customerEntered', ...typed});
    }
  }
}
