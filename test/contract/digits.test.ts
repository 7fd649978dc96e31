import assert from 'node:assert/strict';
import {test} from 'node:test';
import {asciiDigits} from '../../src/contract/digits.js';

test('the digits of every script mean what they mean there', () => {
  // The first digit of every script that Unicode has, by the number that it stands for in ICU.
  for (const system of Intl.supportedValuesOf('numberingSystem')) {
    const digits = new Intl.NumberFormat('en', {numberingSystem: system, useGrouping: false}).format(9876543210);
    if (!/^\p{Nd}{10}$/u.test(digits)) continue;
    assert.equal(asciiDigits(digits), '9876543210', system);
  }
});

test('what is no digit is left alone', () => {
  assert.equal(asciiDigits('a１b-½²三'), 'a1b-½²三');
});
