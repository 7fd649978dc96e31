/** The shop's own script: language and theme, and what a developer wants to see. The widget itself needs none of it. */
import {listEvents} from './events.js';
import {find} from './find.js';
import {findSandbox} from './whereabouts.js';
import {words} from './words.js';

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
const language = find('#language', HTMLSelectElement);
const theme = find('#theme', HTMLSelectElement);

listEvents(buy, find('#events', HTMLOListElement));

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

const sandbox = await findSandbox();
if (sandbox !== undefined) {
  find('#inbox', HTMLAnchorElement).href = `${sandbox}/inbox`;
  find('#control', HTMLAnchorElement).href = sandbox;
  find('#sandbox', HTMLElement).hidden = false;
}
