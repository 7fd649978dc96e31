import type {BuyStep, StepEvents} from '../../src/components/step/step.js';
import type {Action} from '../../src/machine/events.js';
import type {BuyState} from '../../src/machine/state.js';

/** Everything that a step tells from now on. */
export function deedsOf(step: BuyStep<BuyState>): Action[] {
  const deeds: Action[] = [];
  step.addEventListener('deed', event => {
    if (event instanceof CustomEvent) deeds.push((event as StepEvents['deed']).detail);
  });
  return deeds;
}

/** The element inside a step's shadow that `selector` names. */
export function inside<E extends Element = HTMLElement>(host: Element, selector: string): E {
  const found = host.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`${host.localName} has no ${selector}`);
  return found;
}

/** What a step shows, as one line. */
export function textOf(host: Element): string {
  const root = host.shadowRoot;
  const nested = Array.from(root?.querySelectorAll('*') ?? [], element => (element.shadowRoot ? textOf(element) : ''));
  return [root?.textContent ?? '', ...nested].join(' ').replace(/\s+/g, ' ').trim();
}
