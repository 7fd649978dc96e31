import {fixture, html} from '@open-wc/testing';
import {render, type LitElement, type TemplateResult} from 'lit';
import {renderStep} from '../../src/components/buy/render-step.js';
import type {BuyStep} from '../../src/components/step/step.js';
import type {BuyState} from '../../src/machine/state.js';
import {messagesOf} from '../../demo/messages.js';
import {en} from '../../src/i18n/en.js';
import {directionOf} from '../../src/i18n/languages.js';
import type {Messages} from '../../src/i18n/messages.js';
import {theme} from '../../src/themes/default.js';

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];
export const languages: readonly [locale: string, messages: Messages][] = [
  ['en', en],
  ['es', await messagesOf('es')],
];

const ignored = (): void => undefined;
const listeners = {deed: ignored, 'open-hosted': ignored, 'hand-over': ignored, pay: ignored};

/** Every element at and below `host`, in all shadows. */
export function everything(host: Element): Element[] {
  const below = Array.from(host.shadowRoot?.querySelectorAll('*') ?? []);
  return [host, ...below.flatMap(everything)];
}

async function settled(host: Element): Promise<void> {
  if ('updateComplete' in host) await (host as LitElement).updateComplete;
  await Promise.all(Array.from(host.shadowRoot?.querySelectorAll('*') ?? [], settled));
}

export interface Ground {
  scheme?: Scheme;
  /** BCP 47. */
  locale?: string;
  /** CSS pixels that are left inside the card; as on a small phone, if nothing is said. */
  width?: number;
}

/** An element on the widget's own ground. */
export async function ground<E extends Element>(
  content: TemplateResult,
  {scheme = 'light', locale = 'en', width = 288}: Ground = {},
): Promise<E> {
  const stage = await fixture<HTMLElement>(html`<div></div>`);
  const root = stage.attachShadow({mode: 'open'});
  if (theme.styleSheet) root.adoptedStyleSheets = [theme.styleSheet];
  const card = document.createElement('div');
  root.append(card);
  stage.setAttribute('theme', scheme);
  card.lang = locale;
  card.dir = directionOf(locale);
  card.style.cssText = `background: var(--_background); color: var(--_text); font-family: sans-serif; width: ${width}px`;
  render(content, card);
  const shown = card.querySelector<E>('*');
  if (!shown) throw new Error('nothing is shown');
  await settled(shown);
  return shown;
}

/** The step that shows `state`. */
export function showStep(state: BuyState, messages = en, on: Ground = {}): Promise<BuyStep<BuyState>> {
  const {locale = 'en'} = on;
  const content =
    state.step === 'amount'
      ? html`<cryptopocket-amount-step
          .state=${state}
          .messages=${messages}
          .locale=${locale}
          .presets=${['50', '100', '250']}
        ></cryptopocket-amount-step>`
      : renderStep(state, messages, locale, '', ['card', 'psd2', 'transfer'], listeners);
  return ground(content, on);
}

/** What a finger or a pointer meets that is smaller than 44 by 44 CSS pixels. */
export function smallTargets(host: Element): string[] {
  return everything(host)
    .filter(element => element.matches('button, .button, select, input'))
    .map(element => ({element, box: element.getBoundingClientRect()}))
    .filter(({box}) => box.width < 44 || box.height < 44)
    .map(({element, box}) => `${element.localName} “${element.textContent.trim()}”: ${box.width} × ${box.height}`);
}
