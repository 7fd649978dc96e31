import assert from 'node:assert/strict';
import {test} from 'node:test';
import {messagesOf} from '../../demo/messages.js';
import {refusals, silences, type ProblemCode} from '../../src/contract/problem.js';
import {enFirst} from '../../src/i18n/en-first.js';
import {en} from '../../src/i18n/en.js';
import {first as esFirst} from '../../src/i18n/es-first.js';
import {codeOf, directionOf, languages, localeOf, override} from '../../src/i18n/languages.js';
import {sentenceOf} from '../../src/i18n/problems.js';

const es = await messagesOf('es');
const fr = await messagesOf('fr');
const ar = await messagesOf('ar');
const spoken = {
  en,
  es,
  pt: await messagesOf('pt'),
  fr,
  de: await messagesOf('de'),
  it: await messagesOf('it'),
  ca: await messagesOf('ca'),
  ar,
};

/** Words that a language has in common with English, by their path. */
const shared: Record<Exclude<keyof typeof spoken, 'en'>, readonly string[]> = {
  es: [],
  // As everybody says there.
  pt: ['customer.email'],
  // French words, from where English has them.
  fr: ['code.label', 'status.transaction', 'status.date'],
  // A code is one; the numbers of a bank account and the place for coins have no other name.
  de: ['code.label', 'transfer.iban', 'transfer.bic', 'status.wallet'],
  it: ['transfer.iban', 'transfer.bic', 'status.wallet'],
  ca: [],
  ar: [],
};

const codes: readonly ProblemCode[] = [...refusals, ...silences];

/** Every sentence by its path, with what it takes. */
function sentences(messages: object, path = ''): [path: string, sentence: string, takes: number][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) => {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string') return [[at, value, 0] as [string, string, number]];
    if (typeof value === 'function') {
      const say = value as (...given: unknown[]) => string;
      const given: unknown[] =
        path === 'problems'
          ? [{minimum: '7', maximum: '7', triesLeft: 7, network: '7'}, String, 'en']
          : Array.from('7'.repeat(value.length));
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

for (const [code, all] of Object.entries(spoken)) {
  test(`${code} says everything that English says, with the same to fill in`, async () => {
    const {first} = await languages[codeOf(code)].first();
    assert.deepEqual(shapeOf(first), shapeOf(enFirst));
    assert.deepEqual(shapeOf(all), shapeOf(en));
  });

  test(`the first step of ${code} says the same before and after the rest is loaded`, async () => {
    const later = new Map(sentences(all).map(([path, sentence]) => [path, sentence]));
    const {first} = await languages[codeOf(code)].first();
    for (const [path, sentence] of sentences(first)) assert.equal(later.get(path), sentence, path);
  });
}

for (const [code, paths] of Object.entries(shared)) {
  test(`${code} has no English left`, async () => {
    const english = new Map(sentences(en).map(([path, sentence]) => [path, sentence]));
    const all = sentences(await messagesOf(code));
    // A rate is signs alone.
    const same = all.filter(([path, sentence]) => path !== 'amount.rate' && english.get(path) === sentence);
    assert.deepEqual(
      same.map(([path]) => path),
      paths,
    );
  });
}

for (const [code, messages] of Object.entries(spoken)) {
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

/** What is said of 1, 2, 3, 5, 11 and 100 tries left. */
const tries: Record<keyof typeof spoken, readonly string[]> = {
  en: ['One try is', '2 tries are', '3 tries are', '5 tries are', '11 tries are', '100 tries are'],
  es: ['Queda un intento', ...['2', '3', '5', '11', '100'].map(count => `Quedan ${count} intentos`)],
  pt: ['Resta 1 tentativa', ...['2', '3', '5', '11', '100'].map(count => `Restam ${count} tentativas`)],
  fr: ['reste 1 essai', ...['2', '3', '5', '11', '100'].map(count => `reste ${count} essais`)],
  de: ['bleibt ein Versuch', ...['2', '3', '5', '11', '100'].map(count => `bleiben ${count} Versuche`)],
  it: ['Resta un tentativo', ...['2', '3', '5', '11', '100'].map(count => `Restano ${count} tentativi`)],
  ca: ['Queda un intent', ...['2', '3', '5', '11', '100'].map(count => `Queden ${count} intents`)],
  ar: ['محاولة واحدة', 'محاولتان', '3 محاولات', '5 محاولات', '11 محاولة', '100 محاولة'],
};

for (const [code, said] of Object.entries(tries)) {
  test(`the tries that are left are counted as ${code} does`, async () => {
    const messages = await messagesOf(code);
    for (const [index, triesLeft] of [1, 2, 3, 5, 11, 100].entries()) {
      const sentence = sentenceOf({code: 'code_wrong', details: {triesLeft}}, messages, code);
      assert.match(sentence, new RegExp(`${said[index]}( left)?\\.$`), String(triesLeft));
    }
    const known = sentenceOf({code: 'code_wrong', details: {triesLeft: 1}}, messages, code);
    const unknown = sentenceOf({code: 'code_wrong'}, messages, code);
    assert.ok(known.startsWith(`${unknown} `), unknown);
  });
}

test('tries are told in the digits that the buyer reads', () => {
  const two = {code: 'code_wrong', details: {triesLeft: 3}} as const;
  assert.match(sentenceOf(two, ar, 'ar-EG'), /بقيت ٣ محاولات/);
  assert.match(sentenceOf(two, ar, 'ar-MA'), /بقيت 3 محاولات/);
  assert.match(sentenceOf({code: 'code_wrong', details: {triesLeft: 0}}, ar, 'ar'), /لم تبقَ أي محاولة/);
  assert.match(sentenceOf({code: 'code_wrong', details: {triesLeft: 0}}, fr, 'fr'), /reste 0 essai\./);
});

test('what is filled into an Arabic sentence cannot be torn apart by its direction', () => {
  const open = /[\u2067\u2068]/g;
  for (const [path, sentence, takes] of sentences(ar)) {
    const isolated = (sentence.match(open) ?? []).length;
    assert.equal((sentence.match(/\u2069/g) ?? []).length, isolated, path);
    // The tries left are a number among Arabic words, which no direction moves.
    if (takes > 0 && path !== 'problems.code_wrong') assert.ok(isolated > 0, path);
  }
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
  ['pt-BR', 'pt-BR'],
  ['pt-PT', 'pt-PT'],
  ['fr-CA', 'fr-CA'],
  ['de-AT', 'de-AT'],
  ['it-CH', 'it-CH'],
  ['ca-valencia', 'ca-valencia'],
  ['ar-eg', 'ar-EG'],
  ['ara', 'ar'],
  ['arc', 'en'],
  ['frr', 'en'],
  ['he', 'en'],
  ['est', 'en'],
  ['zh-Hant-TW', 'en'],
  ['not a tag', 'en'],
  ['es_ES', 'en'],
  ['', 'en'],
  ['-', 'en'],
  ['constructor', 'en'],
  ['__proto__', 'en'],
] as const) {
  test(`a page in “${tag}” writes numbers as ${locale} does, with words to match`, () => {
    assert.equal(localeOf(tag), locale);
    assert.ok(locale.startsWith(codeOf(localeOf(tag))));
  });
}

test('Arabic is written from right to left wherever it is spoken, every other language from left to right', () => {
  for (const code of Object.keys(spoken)) assert.equal(directionOf(code), code === 'ar' ? 'rtl' : 'ltr');
  assert.equal(directionOf('ar-EG'), 'rtl');
  assert.equal(directionOf('ar-Latn'), 'rtl', 'it is our words that are shown, and those are in Arabic letters');
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
