import {LitElement, html} from 'lit';

/** The least that a Lit element with one field can be: what the widget's start is measured against. */
customElements.define(
  'bare-field',
  class extends LitElement {
    override render() {
      return html`<label>Amount <input /></label>`;
    }
  },
);
