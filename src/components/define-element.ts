/** Claims `tag` on the page, unless another copy of this script has it already. Does nothing where there is no page. */
export function claim(tag: string, element: CustomElementConstructor): void {
  if (!('customElements' in globalThis) || customElements.get(tag)) return;
  customElements.define(tag, element);
}
