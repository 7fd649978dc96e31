/** Tries the widget out: attributes, looks, scenarios and faults of the sandbox; shows what happens and what to write. */
import {faultKinds} from '../src/sandbox/faults.js';
import {magicValues} from '../src/sandbox/scenarios.js';
import {copyFrom} from './copy.js';
import {listEvents} from './events.js';
import {attributeOf, defaults, fields} from './fields.js';
import {find} from './find.js';
import {snippets, type Choice} from './snippets.js';
import {findSandbox} from './whereabouts.js';

const query = new URLSearchParams(location.search);
const stage = find('#stage', HTMLElement);
const scenario = find('#scenario', HTMLSelectElement);
const look = find('#look', HTMLSelectElement);
const width = find('#width', HTMLInputElement);
const way = find('#way', HTMLSelectElement);
const buy = document.createElement('cryptopocket-buy');
const controls = new Map<string, HTMLInputElement | HTMLSelectElement>();

/** Keeps a choice in the page's address, so that it can be shared. */
function keep(name: string, value: string, initial: string): void {
  if (value === initial) query.delete(name);
  else query.set(name, value);
  history.replaceState(null, '', query.size === 0 ? location.pathname : `?${query}`);
}

/** What was chosen and does not go without saying. */
function choice(): Choice {
  const chosen = [...controls].map(([name, {value}]) => [name, value] as const);
  const said = chosen.filter(([name, value]) => value !== '' && value !== defaults[name]);
  return {attributes: Object.fromEntries(said), look: look.value};
}

function show(): void {
  const {attributes} = choice();
  for (const name of controls.keys()) {
    const value = attributes[name];
    if (value === undefined) buy.removeAttribute(name);
    else if (buy.getAttribute(name) !== value) buy.setAttribute(name, value);
  }
  const {lang = 'en', theme = 'auto'} = attributes;
  stage.dir = lang === 'ar' ? 'rtl' : 'ltr';
  document.documentElement.dataset['theme'] = theme;
  stage.className = look.value === '' ? 'stage' : `stage cryptopocket-${look.value}`;
  stage.style.setProperty('--width', `${width.value}px`);
  tellScenario();
  write();
}

/** The scenario stands for as long as its value does. */
function tellScenario(): void {
  const control = controls.get(attributeOf(scenario.value) ?? '');
  if (control?.value !== scenario.value) {
    scenario.value = '';
    keep('scenario', '', '');
  }
  const outcome = magicValues.find(magic => magic.value === scenario.value)?.outcome ?? '';
  find('#outcome', HTMLElement).textContent = outcome;
}

function write(): void {
  const chosen = way.value as keyof typeof snippets;
  find('#snippet', HTMLElement).textContent = snippets[chosen](choice());
  find('#copied', HTMLElement).textContent = '';
}

/** Has `control` say and take what the address has for `name`. */
function follow(control: HTMLInputElement | HTMLSelectElement, name: string, initial: string): void {
  control.value = query.get(name) ?? initial;
  // One that cannot be chosen.
  if (control instanceof HTMLSelectElement && control.value === '') control.value = initial;
  control.addEventListener('change', () => {
    keep(name, control.value, initial);
    show();
  });
}

for (const [name, {initial, values}] of Object.entries(fields)) {
  const row = document.createElement('label');
  const control = document.createElement(values ? 'select' : 'input');
  if (control instanceof HTMLSelectElement)
    for (const value of values ?? []) control.add(new Option(value || '–', value));
  row.append(name, control);
  find('#attributes', HTMLElement).append(row);
  controls.set(name, control);
  follow(control, name, initial);
}
for (const name of Object.keys(snippets)) way.add(new Option(name));
follow(look, 'look', '');
follow(width, 'width', '480');
follow(way, 'way', 'HTML');

for (const group of new Set(magicValues.map(magic => magic.group))) {
  const box = document.createElement('optgroup');
  box.label = group;
  for (const magic of magicValues) {
    if (magic.group === group && attributeOf(magic.value)) box.append(new Option(magic.value));
  }
  if (box.childElementCount > 0) scenario.append(box);
}
/** Puts the scenario's value where it belongs. */
const play = () => {
  keep('scenario', scenario.value, '');
  const control = controls.get(attributeOf(scenario.value) ?? '');
  if (control) control.value = scenario.value;
  control?.dispatchEvent(new Event('change'));
  tellScenario();
};
scenario.value = query.get('scenario') ?? '';
if (!query.has(attributeOf(scenario.value) ?? '')) play();
scenario.addEventListener('change', play);

listEvents(buy, find('#events', HTMLOListElement));

// The browser itself tells of each call; nothing is put between the widget and the network.
new PerformanceObserver(list => {
  for (const call of list.getEntriesByType('resource') as PerformanceResourceTiming[]) {
    const {pathname, search} = new URL(call.name);
    if (!pathname.startsWith('/cryptopocket/')) continue;
    const line = document.createElement('li');
    const status = document.createElement('b');
    status.textContent = String(call.responseStatus || 'no answer');
    line.append(status, ` ${pathname}${search} · ${Math.round(call.duration)} ms`);
    find('#calls', HTMLOListElement).prepend(line);
  }
}).observe({type: 'resource', buffered: true});

find('form', HTMLFormElement).addEventListener('reset', event => {
  event.preventDefault();
  location.search = '';
});
find('#restart', HTMLButtonElement).addEventListener('click', () => {
  buy.reset();
});
find('#open', HTMLButtonElement).addEventListener('click', () => void buy.open());
copyFrom(find('#snippet', HTMLElement));

show();
stage.append(buy);

/** Orders something of the sandbox, by way of this page's own server. */
async function order(path: string, body: object): Promise<void> {
  const headers = {'content-type': 'application/json'};
  const answer = await fetch(`/control/${path}`, {method: 'POST', headers, body: JSON.stringify(body)});
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}`);
}

const sandbox = await findSandbox();
if (sandbox !== undefined) {
  for (const [id, path] of Object.entries({inbox: '/inbox', control: '/'})) {
    const link = find(`#${id}`, HTMLAnchorElement);
    link.href = sandbox + path;
    link.hidden = false;
  }
  const fault = find('#fault', HTMLSelectElement);
  const operation = find('#operation', HTMLSelectElement);
  const spoilt = find('#spoilt', HTMLElement);
  for (const kind of faultKinds) fault.add(new Option(kind.replaceAll('_', ' '), kind));
  const say = (work: Promise<void>, done: string) => {
    work.then(
      () => (spoilt.textContent = done),
      (error: unknown) => (spoilt.textContent = error instanceof Error ? error.message : 'It did not work.'),
    );
  };
  find('#faults', HTMLElement).hidden = false;
  find('#spoil', HTMLButtonElement).addEventListener('click', () => {
    const spoiling = order('faults', {operation: operation.value, kind: fault.value, times: 3, ms: 3000});
    say(spoiling, `The next 3 calls of ${operation.value === '*' ? 'anything' : operation.value} are spoilt.`);
  });
  find('#mend', HTMLButtonElement).addEventListener('click', () => {
    say(order('faults/clear', {}), 'No call is spoilt.');
  });
}
