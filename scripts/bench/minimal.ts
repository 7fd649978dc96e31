import ky from 'ky';
import {LitElement, html} from 'lit';

/** The least that a widget with a price can be which is made of what ours is made of. */
customElements.define(
  'minimal-widget',
  class extends LitElement {
    private receives = '';

    override connectedCallback() {
      super.connectedCallback();
      void this.ask('100');
    }

    override render() {
      return html`<label>Amount <input value="100" @input=${this.onInput} /></label>
        <p class="receives">${this.receives}</p>`;
    }

    private readonly onInput = ({target}: Event): void => {
      if (target instanceof HTMLInputElement) void this.ask(target.value);
    };

    private async ask(amount: string): Promise<void> {
      const {receives} = await ky
        .get('/cryptopocket/quotes', {searchParams: {amount, asset: 'USDC', chain: 'polygon', paymentType: 'card'}})
        .json<{receives: string}>();
      this.receives = receives;
      this.requestUpdate();
    }
  },
);
