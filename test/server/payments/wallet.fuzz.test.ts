import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sha256} from '@noble/hashes/sha2.js';
import {base58, bech32, bech32m, createBase58check} from '@scure/base';
import fc from 'fast-check';
import {HttpError} from '../../../src/server/http/http-error.js';
import {checkWallet} from '../../../src/server/payments/wallet.js';
import {endurance} from '../../support/endurance.js';

/** `fine`, or the code that it is refused with. */
function verdict(chain: string, wallet: string): string {
  try {
    checkWallet(chain, wallet);
    return 'fine';
  } catch (error) {
    assert.ok(error instanceof HttpError, String(error));
    return error.code;
  }
}

const checked = createBase58check(sha256);
const bytes = (length: number) => fc.uint8Array({minLength: length, maxLength: length});
const versioned = (...versions: number[]) =>
  fc
    .tuple(fc.constantFrom(...versions), bytes(20))
    .map(([version, hash]) => checked.encode(Uint8Array.from([version, ...hash])));
const segwit = fc.oneof(
  fc.oneof(bytes(20), bytes(32)).map(program => bech32.encode('bc', [0, ...bech32.toWords(program)])),
  bytes(32).map(program => bech32m.encode('bc', [1, ...bech32m.toWords(program)])),
);

const addresses: Record<string, fc.Arbitrary<string>> = {
  polygon: bytes(20).map(hash => `0x${Buffer.from(hash).toString('hex')}`),
  bitcoin: fc.oneof(versioned(0x00, 0x05), segwit),
  tron: versioned(0x41),
  solana: bytes(32).map(key => base58.encode(key)),
};

const chains = [...Object.keys(addresses), 'ripple', '__proto__', ''];

test('whatever is given as an address, it is taken or refused in our words', () => {
  const texts = fc.oneof(
    fc.string({unit: 'binary', maxLength: 140}),
    fc.string({unit: fc.constantFrom(...Array.from('123456789ABCabcxX0l')), maxLength: 140}),
    fc.string({maxLength: 90}).map(text => `bc1${text}`),
  );
  fc.assert(
    fc.property(fc.constantFrom(...chains), texts, (chain, text) => {
      assert.match(verdict(chain, text), /^(?:fine|wallet_invalid|wallet_wrong_network)$/);
    }),
    endurance(1500),
  );
});

test('every address of a chain is taken there, and refused where other addresses are in use', () => {
  for (const [chain, arbitrary] of Object.entries(addresses)) {
    fc.assert(
      fc.property(arbitrary, address => {
        assert.equal(verdict(chain, address), 'fine', address);
        for (const other of Object.keys(addresses)) {
          if (other !== chain) assert.equal(verdict(other, address), 'wallet_wrong_network', `${address} on ${other}`);
        }
      }),
      endurance(150),
    );
  }
});

test('one wrong character in an address with a checksum is never paid to', () => {
  const letters = fc.constantFrom(...Array.from('023456789acdefghjklmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ1'));
  for (const chain of ['bitcoin', 'tron']) {
    fc.assert(
      fc.property(addresses[chain] ?? fc.constant(''), fc.nat(200), letters, (address, at, letter) => {
        const place = at % address.length;
        fc.pre(address[place] !== letter);
        assert.notEqual(verdict(chain, address.slice(0, place) + letter + address.slice(place + 1)), 'fine');
      }),
      endurance(300),
    );
  }
});
