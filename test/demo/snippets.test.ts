import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {attributeOf, defaults, fields} from '../../demo/fields.js';
import {snippets} from '../../demo/snippets.js';
import {readElement} from '../../scripts/docs/reference.js';
import {magicValues} from '../../src/sandbox/index.js';

const element = readElement();
const attributes = {amount: '100', 'external-id': 'order-17'};

describe('what the playground says to write', () => {
  for (const [way, write] of Object.entries(snippets)) {
    it(`names tag, attributes and theme for ${way}`, () => {
      const text = write({attributes, look: 'press'});
      assert.match(text, /<cryptopocket-buy|<CryptopocketBuy/);
      assert.match(text, /amount=/);
      assert.match(text, way === 'React' ? /externalId=/ : /external-id=/);
      assert.match(text, /cryptopocket-press/);
      assert.match(text, /press\.css/);
      assert.doesNotMatch(write({attributes, look: ''}), /press|themes/);
    });
  }

  for (const [way, write] of Object.entries(snippets)) {
    it(`keeps quotes, braces, backticks and backslashes where they end nothing, for ${way}`, () => {
      const text = write({attributes: {name: 'A "b" {c} `d` & \\x'}, look: ''});
      assert.match(text, /name="A &#34;b&#34; &#123;c} &#96;d&#96; &#38; &#92;x"/);
    });
  }
});

describe('what can be chosen in the playground', () => {
  const known = new Map(element.attributes.map(({attribute = '', ...rest}) => [attribute, rest]));

  it('is what the element has', () => {
    for (const name of Object.keys(fields)) assert.ok(known.has(name), name);
  });

  it('goes without saying where the element takes it for granted', () => {
    for (const [name, value] of Object.entries(defaults)) assert.equal(known.get(name)?.default, `'${value}'`, name);
  });

  it('takes the scenarios of amounts and mailboxes', () => {
    const taken = magicValues.filter(({value}) => attributeOf(value) !== undefined);
    assert.ok(taken.length > 20);
    assert.equal(attributeOf('less than 10.00'), undefined);
  });
});
