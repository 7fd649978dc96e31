/** What only some script tags need: elements made from their `data-*`, and a word where the script is there twice. */

/** The element's class, by whichever copy of the script. */
type Copy = CustomElementConstructor & {version?: string; observedAttributes?: readonly string[]; told?: boolean};

const name = 'cryptopocket-buy';

/** `own` is the class of this copy of the script, which came from `file`; the page may have another copy's. */
export function begin(own: Copy, file: string): void {
  const first: Copy = customElements.get(name) ?? own;
  if (first !== own) warn(first, own);
  const mount = () => {
    for (const script of document.querySelectorAll<HTMLScriptElement>('script[data-backend]')) {
      // Each copy looks at all tags.
      if (withoutQuery(script.src) !== withoutQuery(file) || 'mounted' in script.dataset) continue;
      script.dataset['mounted'] = '';
      place(script, elementOf(script, first));
    }
  };
  const start = () => {
    mount();
    // Once another copy had its turn, too.
    setTimeout(() => {
      if (document.querySelector('script[data-mounted]') || !document.querySelector('script[data-backend]')) return;
      console.warn(`<${name}>: no element was made, as no script tag with data-backend has the address ${file}.`);
    });
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
  // A tag that comes later loads nothing anew where it is of this same module.
  const late = () => {
    if (document.readyState !== 'loading') mount();
  };
  document.addEventListener('load', late, true);
}

const withoutQuery = (url: string) => url.replace(/[?#].*/, '');

function warn(first: Copy, own: Copy): void {
  if (first.told) return;
  first.told = true;
  const of = ({version = 'unknown'}: Copy) => `version ${version}`;
  console.warn(
    `<${name}>: ${of(own)} was loaded, but ${of(first)} is on this page already, and stays. Load one script, by its own name, from an address without a query or a redirect.`,
  );
}

/** The element that the tag asks for, with every `data-*` that is the name of an attribute. */
function elementOf(script: HTMLScriptElement, {observedAttributes = []}: Copy): Element {
  const element = document.createElement(name);
  for (const attribute of observedAttributes) {
    const value = script.getAttribute(`data-${attribute}`);
    if (value !== null) element.setAttribute(attribute, value);
  }
  return element;
}

/** Into `data-target`, or else where the tag is; in a page's head nothing is seen, so at the end of its body. */
function place(script: HTMLScriptElement, element: Element): void {
  const {target} = script.dataset;
  if (target !== undefined) {
    const found = find(target);
    if (found) found.append(element);
    else console.warn(`<${name}>: the page has no ${target}, which data-target names.`);
  } else if (document.head.contains(script)) {
    document.body.append(element);
  } else {
    script.after(element);
  }
}

/** Nothing, too, where `selector` is none. */
function find(selector: string): Element | null {
  try {
    return document.querySelector(selector);
  } catch {
    return null;
  }
}
