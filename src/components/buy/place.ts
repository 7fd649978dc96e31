/**
 * Where `element` stands, the same after a reload, so that each of several widgets finds its purchase: its `id`, or its place among
 * those of its kind; inside another element's shadow, below where that one stands.
 */
export function placeOf(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  const place = element.id || String(Array.from(root.querySelectorAll(element.localName)).indexOf(element));
  return root instanceof ShadowRoot ? `${placeOf(root.host)}/${place}` : place;
}
