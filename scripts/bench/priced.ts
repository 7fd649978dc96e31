import {LitElement, html} from 'lit';

/** The least that can show a price: asked for as the script begins, and written as it comes. Tells what no widget of its weight can beat. */
const asked = fetch('/cryptopocket/quotes?amount=100&asset=USDC&chain=polygon&paymentType=card');

customElements.define(
  'priced-field',
  class extends LitElement {
    private receives = '';

    override connectedCallback() {
      super.connectedCallback();
      void this.answered();
    }

    override render() {
      return html`<label>Amount <input /></label>
        <p class="receives">${this.receives}</p>`;
    }

    private async answered(): Promise<void> {
      const {receives} = (await (await asked).json()) as {receives: string};
      this.receives = receives;
      this.requestUpdate();
    }
  },
);
