import type {CryptopocketEvents} from '../src/index.js';

const all: Record<keyof CryptopocketEvents, true> = {
  'cryptopocket-ready': true,
  'cryptopocket-step-change': true,
  'cryptopocket-quote-update': true,
  'cryptopocket-customer-ready': true,
  'cryptopocket-kyc-required': true,
  'cryptopocket-kyc-status-change': true,
  'cryptopocket-payment-created': true,
  'cryptopocket-payment-required': true,
  'cryptopocket-payment-status-change': true,
  'cryptopocket-complete': true,
  'cryptopocket-failed': true,
  'cryptopocket-close': true,
  'cryptopocket-problem': true,
};

/** Adds a line to `list` for each event of `element`, the latest first. */
export function listEvents(element: EventTarget, list: HTMLElement): void {
  for (const name of Object.keys(all)) {
    element.addEventListener(name, event => {
      const line = document.createElement('li');
      const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
      const label = document.createElement('b');
      label.textContent = name;
      line.append(label, ` ${detail === null || detail === undefined ? '' : JSON.stringify(detail)}`);
      list.prepend(line);
    });
  }
}
