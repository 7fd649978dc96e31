import assert from 'node:assert/strict';
import {test} from 'node:test';
import {refusals, silences, type ProblemCode} from '../../src/contract/problem.js';
import {enFirst} from '../../src/i18n/en-first.js';
import {en} from '../../src/i18n/en.js';
import {esFirst} from '../../src/i18n/es-first.js';
import {es} from '../../src/i18n/es.js';
import {loadFirstMessages, loadMessages, localeOf, override} from '../../src/i18n/languages.js';
import {sentenceOf} from '../../src/i18n/problems.js';

const others = {es: {first: esFirst, all: es}};
const codes: readonly ProblemCode[] = [...refusals, ...silences];

/** Every sentence by its path, with what it takes. */
function sentences(messages: object, path = ''): [path: string, sentence: string, takes: number][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) => {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string') return [[at, value, 0] as [string, string, number]];
    if (typeof value === 'function') {
      const say = value as (...given: unknown[]) => string;
      const given: unknown[] =
        path === 'problems' ? [{minimum: '7', triesLeft: 7}, String] : Array.from('7'.repeat(value.length));
      return [[at, say(...given), value.length] as [string, string, number]];
    }
    assert.ok(typeof value === 'object' && value !== null, at);
    return sentences(value, at);
  });
}

const shapeOf = (messages: object) =>
  sentences(messages)
    .map(([path, , takes]) => `${path}(${takes})`)
    .sort();

for (const [code, {first, all}] of Object.entries(others)) {
  test(`${code} says everything that English says, with the same to fill in`, () => {
    assert.deepEqual(shapeOf(first), shapeOf(enFirst));
    assert.deepEqual(shapeOf(all), shapeOf(en));
  });

  test(`${code} has no English left`, () => {
    const english = new Map(sentences(en).map(([path, sentence]) => [path, sentence]));
    // A rate is signs alone.
    const same = sentences(all).filter(([path, sentence]) => path !== 'amount.rate' && english.get(path) === sentence);
    assert.deepEqual(same, []);
  });

  test(`the first step of ${code} says the same before and after the rest is loaded`, () => {
    const later = new Map(sentences(all).map(([path, sentence]) => [path, sentence]));
    for (const [path, sentence] of sentences(first)) assert.equal(later.get(path), sentence, path);
  });
}

for (const [code, messages] of Object.entries({en, es})) {
  test(`no sentence of ${code} is empty, has space around it, or says “undefined”`, () => {
    for (const [path, sentence] of sentences(messages)) {
      assert.match(sentence, /^\S(?:.*\S)?$/s, path);
      assert.doesNotMatch(sentence, /undefined|NaN|\[object|TODO|\$\{/, path);
    }
  });

  test(`what is filled into a sentence of ${code} is there to read`, () => {
    for (const [path, sentence, takes] of sentences(messages)) if (takes > 0) assert.match(sentence, /7/, path);
  });

  test(`every problem has a sentence in ${code} that shows no code`, () => {
    for (const problem of codes) {
      const sentence = sentenceOf({code: problem}, messages, code);
      assert.ok(sentence.length > 10, problem);
      assert.doesNotMatch(sentence, /_/, problem);
    }
  });

  test(`what only a developer can mend is one sentence in ${code}`, () => {
    const silent = codes.filter(problem => sentenceOf({code: problem}, messages, code) === messages.problems.other);
    assert.deepEqual(silent, [
      'invalid_request',
      'not_found',
      'origin_not_allowed',
      'body_too_large',
      'idempotency_key_missing',
      'idempotency_key_reused',
      'customer_required',
      'currency_not_supported',
    ]);
  });
}

test('the least amount is told in the buyer’s way of writing, and never too low', () => {
  const problem = {code: 'amount_too_low', details: {minimum: '19.991'}} as const;
  assert.equal(sentenceOf(problem, en, 'en'), 'The smallest amount is €20.00.');
  assert.equal(sentenceOf(problem, es, 'es').replace('\u00a0', ' '), 'El importe mínimo es 20,00 €.');
  assert.equal(sentenceOf({code: 'amount_too_low'}, en, 'en'), 'This amount is too small to be bought.');
});

test('the tries that are left are told, once the sentence for it is loaded', () => {
  const left = (triesLeft: number) => ({code: 'code_wrong', details: {triesLeft}}) as const;
  assert.match(sentenceOf(left(3), en, 'en'), /3 tries are left/);
  assert.match(sentenceOf(left(1), en, 'en'), /One try is left/);
  assert.match(sentenceOf(left(1), es, 'es'), /Queda un intento\./);
  assert.match(sentenceOf(left(2), es, 'es'), /Quedan 2 intentos\./);
  assert.equal(sentenceOf({code: 'code_wrong'}, en, 'en'), 'That is not the code we sent.');
});

test('a problem whose sentence is still on its way is not called something else', () => {
  for (const [first, all] of [
    [enFirst, en],
    [esFirst, es],
  ] as const) {
    assert.equal(sentenceOf({code: 'offline'}, first, 'en'), all.problems.offline);
    assert.equal(sentenceOf({code: 'limit_exceeded'}, first, 'en'), '');
  }
});

for (const [tag, locale] of [
  ['en', 'en'],
  ['en-GB', 'en-GB'],
  ['EN-us', 'en-US'],
  ['es', 'es'],
  ['ES', 'es'],
  ['es-419', 'es-419'],
  ['es-mx', 'es-MX'],
  ['es-Latn-ES', 'es-Latn-ES'],
  ['spa', 'es'],
  ['xx', 'en'],
  ['pt-BR', 'en'],
  ['est', 'en'],
  ['zh-Hant-TW', 'en'],
  ['not a tag', 'en'],
  ['es_ES', 'en'],
  ['', 'en'],
  ['-', 'en'],
  ['constructor', 'en'],
  ['__proto__', 'en'],
] as const) {
  test(`a page in “${tag}” writes numbers as ${locale} does, with words to match`, async () => {
    assert.equal(localeOf(tag), locale);
    const spanish = locale.startsWith('es');
    assert.equal(await loadFirstMessages(localeOf(tag)), spanish ? esFirst : enFirst);
    assert.equal(await loadMessages(localeOf(tag)), spanish ? es : en);
  });
}

test('a word that every object knows is no language', async () => {
  assert.equal(await loadFirstMessages('constructor'), enFirst);
  assert.equal(await loadMessages('__proto__'), en);
});

test('a merchant says single sentences differently, at any depth, and the rest stays', () => {
  const words = override(en, {loading: 'Hold on…', amount: {submit: 'Buy now'}, problems: {offline: 'No internet.'}});
  assert.deepEqual(words, {
    ...en,
    loading: 'Hold on…',
    amount: {...en.amount, submit: 'Buy now'},
    problems: {...en.problems, offline: 'No internet.'},
  });
});

test('a merchant’s sentences leave the language itself alone', () => {
  const before = JSON.stringify(en);
  override(en, {amount: {submit: 'Buy now'}});
  assert.equal(JSON.stringify(en), before);
  assert.deepEqual(override(en, {}), en);
});

test('a merchant’s sentence with something to fill in is filled in', () => {
  const words = override(en, {code: {sent: email => `Look into ${email}`}});
  assert.equal(words.code.sent('ada@example.org'), 'Look into ada@example.org');
});

test('sentences of later steps do not break the first', () => {
  const words = override(enFirst, {status: {again: 'Once more'}, amount: {submit: 'Buy now'}});
  assert.equal(words.amount.submit, 'Buy now');
  assert.equal(words.amount.label, enFirst.amount.label);
});
