import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compareDecimals, fromMinorUnits, minorUnits} from '../../src/contract/minor-units.js';
import {isDecimal, isEuros, readDecimal} from '../../src/contract/money.js';
import {isWorse} from '../../src/contract/price-change.js';

const huge = '9'.repeat(300);

/** What is no amount on the wire, whatever people may type. */
const hostile = [
  '',
  ' ',
  '1 ',
  ' 1',
  '1\n',
  '-1',
  '+1',
  '1,5',
  '1.',
  '.5',
  '1.5.0',
  '1e3',
  '0x10',
  '1_000',
  'NaN',
  'Infinity',
  '１',
  '٥',
  '1n',
  '<b>1</b>',
  '1; drop',
];

for (const text of ['0', '50', '50.00', '0.00031', '007', huge, `0.${'0'.repeat(17)}1`]) {
  test(`${text.slice(0, 20)} is decimal text`, () => {
    assert.ok(isDecimal(text));
    assert.equal(readDecimal(text), text);
  });
}

for (const text of hostile) {
  test(`${JSON.stringify(text)} is no decimal text`, () => {
    assert.equal(isDecimal(text), false);
    assert.equal(isEuros(text), false);
    assert.throws(() => minorUnits(text, 2), RangeError);
    assert.throws(() => readDecimal(text), {name: 'BadAnswer'});
  });
}

for (const [text, digits, units] of [
  ['50.00', 2, 5000n],
  ['50', 2, 5000n],
  ['50.5', 2, 5050n],
  ['0', 2, 0n],
  ['007.10', 2, 710n],
  ['12', 0, 12n],
  ['0.000000000000000001', 18, 1n],
  ['123456789.123456789123456789', 18, 123456789123456789123456789n],
  [huge, 0, BigInt(huge)],
] as const) {
  test(`${text.slice(0, 30)} is ${String(units).slice(0, 30)} units of ${digits} digits, and back`, () => {
    assert.equal(minorUnits(text, digits), units);
    assert.equal(minorUnits(fromMinorUnits(units, digits), digits), units);
  });
}

test('extra digits are refused, not rounded, even if they are zeros', () => {
  for (const text of ['50.005', '50.000', '0.001']) assert.throws(() => minorUnits(text, 2), RangeError);
});

test('an error about an amount does not say the amount', () => {
  assert.throws(
    () => minorUnits('12345.678', 2),
    (error: Error) => !error.message.includes('12345'),
  );
});

test('units are written with all their digits', () => {
  assert.equal(fromMinorUnits(0n, 2), '0.00');
  assert.equal(fromMinorUnits(5n, 2), '0.05');
  assert.equal(fromMinorUnits(5000n, 2), '50.00');
  assert.equal(fromMinorUnits(5n, 0), '5');
  assert.equal(fromMinorUnits(1n, 18), '0.000000000000000001');
});

for (const [text, payable] of [
  ['50', true],
  ['50.5', true],
  ['50.05', true],
  ['0.01', true],
  ['0', false],
  ['0.00', false],
  ['0.001', false],
  ['50.005', false],
  ['50.000', false],
] as const) {
  test(`${text} can${payable ? '' : 'not'} be paid in euros`, () => {
    assert.equal(isEuros(text), payable);
  });
}

for (const [a, b, order] of [
  ['1', '1.000000000000000000', 0],
  ['0.1', '0.10', 0],
  ['2', '10', -1],
  ['0.3', '0.29999999999999999', 1],
  ['9007199254740993', '9007199254740992', 1],
  ['0.000000000000000001', '0', 1],
  [huge, `${huge}.1`, -1],
] as const) {
  test(`${a.slice(0, 30)} against ${b.slice(0, 30)} is ${order}`, () => {
    assert.equal(compareDecimals(a, b), order);
    assert.equal(compareDecimals(b, a), order === 0 ? 0 : -order);
  });
}

for (const [fresh, agreed, worse] of [
  ['100', '100', false],
  ['101', '100', false],
  ['99', '100', false],
  ['99.000000000000000000', '100', false],
  ['98.999999999999999999', '100', true],
  ['0.000000000000000098', '0.0000000000000001', true],
  ['0.000000000000000099', '0.0000000000000001', false],
  ['0', '0', false],
  ['0', '0.1', true],
] as const) {
  test(`a buyer who agreed to ${agreed} is ${worse ? '' : 'not '}asked again about ${fresh}`, () => {
    assert.equal(isWorse(fresh, agreed), worse);
  });
}
