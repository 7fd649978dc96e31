/** The shop's own script: language and theme, and what a developer wants to see. The widget itself needs none of it. */
import type {CryptopocketEvents} from '../src/index.js';
import {find} from './find.js';
import {words} from './words.js';

const eventNames: Record<keyof CryptopocketEvents, true> = {
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

/** Attributes of the widget that the page's address may set, so that a state can be linked to. */
const linkable = [
  'amount',
  'asset',
  'chain',
  'lock',
  'payment-type',
  'presentation',
  'external-id',
  'email',
  'name',
  'flow',
  'mode',
];

const query = new URLSearchParams(location.search);
const buy = find('cryptopocket-buy', HTMLElement);
const events = find('#events', HTMLOListElement);
const language = find('#language', HTMLSelectElement);
const theme = find('#theme', HTMLSelectElement);

for (const name of Object.keys(eventNames)) {
  buy.addEventListener(name, event => {
    const line = document.createElement('li');
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
    const label = document.createElement('b');
    label.textContent = name;
    line.append(label, ` ${detail === null || detail === undefined ? '' : JSON.stringify(detail)}`);
    events.prepend(line);
  });
}

for (const name of linkable) {
  const value = query.get(name);
  if (value !== null) buy.setAttribute(name, value);
}

function showSnippet(): void {
  const attributes = ['backend', ...linkable, 'theme', 'lang'].flatMap(name => {
    const value = name === 'backend' ? '/cryptopocket' : buy.getAttribute(name);
    return value === null || value === 'auto' ? [] : [`${name}="${value}"`];
  });
  find('#snippet', HTMLElement).textContent = [
    '<script type="module" src="/cryptopocket-buy.js"></script>',
    `<cryptopocket-buy ${attributes.join(' ')}></cryptopocket-buy>`,
  ].join('\n');
}

function speak(tag: string): void {
  document.documentElement.lang = tag;
  document.documentElement.dir = tag === 'ar' ? 'rtl' : 'ltr';
  language.value = tag;
  buy.lang = tag;
  for (const [place, text] of Object.entries(words[tag] ?? {}))
    find(`[data-text="${place}"]`, HTMLElement).textContent = text;
}

function colour(name: string): void {
  theme.value = name;
  buy.setAttribute('theme', name);
  document.documentElement.dataset['theme'] = name;
}

/** Keeps what was chosen in the page's address, so that it can be shared. */
function choose(name: string, value: string): void {
  query.set(name, value);
  location.search = query.toString();
}

language.addEventListener('change', () => {
  choose('lang', language.value);
});
theme.addEventListener('change', () => {
  choose('theme', theme.value);
});

const asked = query.get('lang') ?? '';
speak(Object.hasOwn(words, asked) ? asked : 'en');
colour(query.get('theme') ?? 'auto');
showSnippet();

// Where the sandbox is, if the demo runs on one; the server of this page knows.
const {sandbox} = (await (await fetch('./demo.json')).json()) as {sandbox?: string};
if (sandbox !== undefined) {
  find('#inbox', HTMLAnchorElement).href = `${sandbox}/inbox`;
  find('#control', HTMLAnchorElement).href = sandbox;
  find('#sandbox', HTMLElement).hidden = false;
}
