/** Shows every state of every step in one theme, language and width, and makes a theme of one's own. */
import {LitElement, html, nothing, type PropertyDeclarations, type TemplateResult} from 'lit';
import '../src/define.js';
import '../src/components/chunks/icons.js';
import '../src/components/chunks/checkout.js';
import {styles} from '../src/components/buy/buy.styles.js';
import {renderStep} from '../src/components/buy/render-step.js';
import type {BuyState} from '../src/machine/state.js';
import {directionOf} from '../src/i18n/languages.js';
import type {Messages} from '../src/i18n/messages.js';
import {theme} from '../src/themes/default.js';
import {copyFrom} from './copy.js';
import {find} from './find.js';
import {gallery} from './gallery.js';
import {messagesOf} from './messages.js';

const ignore = (): void => undefined;
const nothingHappens = {deed: ignore, 'open-hosted': ignore, 'hand-over': ignore, pay: ignore};
const assets = [
  {symbol: 'USDC', chain: 'polygon'},
  {symbol: 'BTC', chain: 'bitcoin'},
];

/** One state on the widget's own ground. Pressing something in it leads nowhere. */
class DemoState extends LitElement {
  static override styles = [theme, styles];
  static override properties: PropertyDeclarations = {
    state: {attribute: false},
    messages: {attribute: false},
    locale: {},
    theme: {reflect: true},
  };

  declare state: BuyState;
  /** Missing until they are loaded. */
  declare messages: Messages | undefined;
  declare locale: string;
  declare theme: string;

  /** The colour that the theme gives to `name`, as an input for colours takes it. */
  colour(name: string): string {
    const probe = document.createElement('span');
    probe.style.color = `var(--_${name})`;
    this.renderRoot.append(probe);
    const parts = getComputedStyle(probe).color.match(/\d+/g) ?? [];
    probe.remove();
    return `#${parts
      .slice(0, 3)
      .map(part => Number(part).toString(16).padStart(2, '0'))
      .join('')}`;
  }

  override render(): TemplateResult | typeof nothing {
    const {state, messages, locale} = this;
    if (!messages) return nothing;
    return html`<div class="card" lang=${locale} dir=${directionOf(locale)}>
      ${
        state.step === 'amount'
          ? html`<cryptopocket-amount-step
              .state=${state}
              .messages=${messages}
              .locale=${locale}
              .assets=${assets}
              .presets=${['50', '100', '250']}
            ></cryptopocket-amount-step>`
          : renderStep(state, messages, locale, '', ['card', 'psd2', 'transfer'], nothingHappens)
      }
    </div>`;
  }
}
customElements.define('demo-state', DemoState);

/** Custom properties that make a theme, what people call them, and how each is chosen. */
const properties = [
  ['color-primary', 'Main action', 'color'],
  ['color-on-primary', 'Text on it', 'color'],
  ['color-background', 'Background', 'color'],
  ['color-surface', 'Boxes', 'color'],
  ['color-text', 'Text', 'color'],
  ['color-text-secondary', 'Lesser text', 'color'],
  ['border-radius', 'Roundness', 'text'],
  ['spacing-unit', 'Distance', 'text'],
  ['font-family', 'Typeface', 'text'],
] as const;

const query = new URLSearchParams(location.search);
const stage = find('#states', HTMLElement);
const own = new Map<string, string>();
const shown: DemoState[] = [];

for (const [name, state] of Object.entries<BuyState>(gallery)) {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = name;
  const element = new DemoState();
  element.state = state;
  shown.push(element);
  figure.append(caption, element);
  stage.append(figure);
}

function choice(id: string, values: readonly string[], onChoose: (value: string) => void): void {
  const select = find(`#${id}`, HTMLSelectElement);
  for (const value of values) select.add(new Option(value, value));
  const asked = query.get(id);
  if (asked !== null && [...select.options].some(({value}) => value === asked)) select.value = asked;
  select.addEventListener('change', () => {
    onChoose(select.value);
  });
  onChoose(select.value);
}

async function speak(locale: string): Promise<void> {
  const messages = await messagesOf(locale);
  for (const element of shown) Object.assign(element, {locale, messages});
}

function showCss(): void {
  const lines = [...own].map(([name, value]) => `  --cryptopocket-${name}: ${value};`);
  find('#css', HTMLElement).textContent = ['cryptopocket-buy {', ...lines, '}'].join('\n');
}

function choose(name: string, value: string): void {
  if (value === '') {
    own.delete(name);
    stage.style.removeProperty(`--cryptopocket-${name}`);
  } else {
    own.set(name, value);
    stage.style.setProperty(`--cryptopocket-${name}`, value);
  }
  showCss();
}

for (const [name, label, type] of properties) {
  const row = document.createElement('label');
  const input = document.createElement('input');
  input.type = type;
  input.dataset['property'] = name;
  input.addEventListener('input', () => {
    choose(name, input.value.trim());
  });
  row.append(label, input);
  find('#own', HTMLElement).append(row);
}

/** Each colour begins with what the theme has. */
async function showColours(): Promise<void> {
  const [first] = shown;
  await first?.updateComplete;
  for (const input of document.querySelectorAll<HTMLInputElement>('[data-property^="color-"]')) {
    const name = input.dataset['property'] ?? '';
    if (first && !own.has(name)) input.value = first.colour(name.replace('color-', ''));
  }
}

choice('ready', ['default', 'harbour', 'market', 'press'], name => {
  stage.className = `states cryptopocket-${name}`;
  void showColours();
});
choice('scheme', [], scheme => {
  for (const element of shown) element.theme = scheme;
  document.documentElement.dataset['theme'] = scheme;
  void showColours();
});
choice('language', ['en', 'es', 'pt', 'fr', 'de', 'it', 'ca', 'ar'], code => void speak(code));

const width = find('#width', HTMLInputElement);
const asked = query.get('width');
if (asked !== null) width.value = asked;
const widen = () => {
  stage.style.setProperty('--width', `${width.value}px`);
};
width.addEventListener('input', widen);
widen();

find('form', HTMLFormElement).addEventListener('reset', () => {
  for (const [name] of properties) choose(name, '');
  // The form takes its fields back after this.
  queueMicrotask(() => void showColours());
});
copyFrom(find('#css', HTMLElement));
showCss();
