import assert from 'node:assert/strict';
import {test} from 'node:test';
import {HttpError} from '../../../src/server/http/http-error.js';
import {checkWallet} from '../../../src/server/payments/wallet.js';

/** What is wrong with `wallet` on `chain`: `fine`, a code, or a code with the network that it belongs to. */
function verdict(chain: string, wallet: string): string {
  try {
    checkWallet(chain, wallet);
    return 'fine';
  } catch (error) {
    assert.ok(error instanceof HttpError);
    const {code, details} = error;
    return details?.network === undefined ? code : `${code}: ${details.network}`;
  }
}

const evmChains = ['ethereum', 'polygon', 'bsc', 'base', 'arbitrum', 'optimism', 'avalanche'];
const evm = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const bitcoin = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
const tron = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const solana = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v';

for (const [chains, what, wallet] of [
  [evmChains, 'an address with its checksum', evm],
  [evmChains, 'another with its checksum', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'],
  [evmChains, 'an address whose checksum makes all letters capitals', '0x52908400098527886E0F7030069857D2E4169EE7'],
  [evmChains, 'an address in capitals, which has no checksum', evm.toUpperCase().replace('X', 'x')],
  [evmChains, 'an address in small letters, which has no checksum', evm.toLowerCase()],
  [evmChains, 'an address without letters', '0x1111111111111111111111111111111111111111'],
  [['bitcoin'], 'the address of a key', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'],
  [['bitcoin'], 'the address of a script', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'],
  [['bitcoin'], 'a segwit address of a key', bitcoin],
  [['bitcoin'], 'a segwit address in capitals, as a QR code has it', bitcoin.toUpperCase()],
  [['bitcoin'], 'a segwit address of a script', 'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3'],
  [['bitcoin'], 'a taproot address', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0'],
  [['bitcoin'], 'an address of a version to come', 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs'],
  [['tron'], 'an address', tron],
  [['solana'], 'an address', solana],
  [['solana'], 'an address of zeros', '1'.repeat(32)],
  [
    ['ripple', 'constructor', '__proto__'],
    'an address that only the vendor can judge',
    'rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH',
  ],
  [['ripple'], 'an address of any chain that we do know', evm],
  [['ripple'], 'an address of 10 characters', '1234567890'],
  [['ripple'], 'an address of 128 characters', 'x'.repeat(128)],
] as const) {
  for (const chain of chains) {
    test(`${what} is taken on ${chain}: ${wallet}`, () => {
      assert.equal(verdict(chain, wallet), 'fine');
    });
  }
}

for (const [chain, what, wallet] of [
  ['polygon', 'a capital where the checksum has none', '0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ['polygon', 'one digit that is another', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee'],
  ['polygon', 'a digit too few', evm.slice(0, -1)],
  ['polygon', 'a digit too many', `${evm}0`],
  ['polygon', 'no 0x', evm.slice(2)],
  ['polygon', 'a capital X', evm.replace('x', 'X')],
  ['polygon', 'a letter that is no digit', evm.replace('5a', '5g')],
  ['polygon', 'a letter of another alphabet that looks the same', evm.replace('a', '\u0430')],
  ['polygon', 'a name in place of an address', 'vitalik.eth'],
  ['bitcoin', 'a wrong last letter', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3'],
  ['bitcoin', 'a letter that base58 leaves out', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN0'],
  ['bitcoin', 'the test network in it', 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn'],
  ['bitcoin', 'a private key in its place', '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ'],
  ['bitcoin', 'a wrong last letter (segwit)', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5'],
  ['bitcoin', 'two letters that changed places (segwit)', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8ft34'],
  ['bitcoin', 'both cases (segwit)', bitcoin.replace('qw', 'Qw')],
  ['bitcoin', 'the test network in it (segwit)', 'tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7'],
  ['bitcoin', 'version 0 with the checksum of later ones', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh'],
  [
    'bitcoin',
    'version 1 with the checksum of version 0',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
  ],
  [
    'bitcoin',
    'version 16 with the checksum of version 0',
    'BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL',
  ],
  ['bitcoin', 'version 17', 'BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R'],
  ['bitcoin', 'version 0 with 16 bytes', 'BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P'],
  ['bitcoin', 'a program of one byte', 'bc1pw5dgrnzv'],
  ['bitcoin', 'a program of 41 bytes', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav'],
  ['bitcoin', 'padding that is too long', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf'],
  ['tron', 'a wrong last letter', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u'],
  ['tron', 'hex in place of base58', '41a614f803b6fd780986a42c78ec9c7f77e6ded13c'],
  ['tron', 'small letters only', tron.toLowerCase()],
  ['solana', 'two letters too few', solana.slice(2)],
  ['solana', 'a letter too many', `${solana}1`],
  ['solana', 'a letter that base58 leaves out', solana.replace('E', 'O')],
  ['ripple', '9 characters', '123456789'],
  ['ripple', '129 characters', 'x'.repeat(129)],
  ['ripple', 'a space', 'rN7n7otQDd6Fcz FgLdSqtcsAUxDkw6fzRH'],
  ['ripple', 'a control character', 'rN7n7otQDd6Fcz\u0007FgLdSqtcsAUxDkw6fzRH'],
  ['polygon', 'a space', evm.replace('053F', '053F ')],
  ['polygon', 'nobody’s key', `0x${'0'.repeat(40)}`],
  ['bsc', 'nobody’s key, in a URI', `ethereum:0x${'0'.repeat(40)}`],
  ['ripple', 'nobody’s key', `0x${'0'.repeat(40)}`],
  ['polygon', 'a call of a contract', `ethereum:${evm}@137/transfer?address=${evm}`],
  ['polygon', 'a name in its URI', 'ethereum:vitalik.eth'],
  ['ripple', 'letters beyond ASCII', 'rN7n7otQDd6F\u0441zFgLdSqtcsAUxDkw6fzRH'],
] as const) {
  test(`what has ${what} is no address on ${chain}`, () => {
    assert.equal(verdict(chain, wallet), 'wallet_invalid');
  });
}

for (const [what, chain, text, address] of [
  ['a space without width in it', 'polygon', `${evm.slice(0, 10)}\u200b${evm.slice(10)}`, evm],
  ['marks of direction around it', 'bitcoin', `\u200e${bitcoin}\u200f`, bitcoin],
  [
    'spaces and a line break around it',
    'ripple',
    ' rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH\n',
    'rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH',
  ],
  ['a scheme', 'base', `ethereum:${evm}`, evm],
  ['a scheme in capitals', 'polygon', `ETHEREUM:${evm}`, evm],
  ['the prefix pay', 'polygon', `ethereum:pay-${evm}`, evm],
  ['its own chain', 'polygon', `ethereum:${evm}@137`, evm],
  ['its own chain and an amount', 'polygon', `ethereum:${evm}@137?value=1`, evm],
  ['a chain that neither we nor our list know', 'linea', `ethereum:${evm}@59144`, evm],
] as const) {
  test(`an address with ${what} is taken without it`, () => {
    assert.equal(checkWallet(chain, text), address);
  });
}

test('a URI of another chain is on another network, whether or not we know its name', () => {
  assert.equal(verdict('ethereum', `ethereum:${evm}@137`), 'wallet_wrong_network: polygon');
  assert.equal(verdict('bitcoin', `ethereum:${evm}@1`), 'wallet_wrong_network: ethereum');
  assert.equal(verdict('ethereum', `ethereum:${evm}@59144`), 'wallet_wrong_network: ');
});

for (const [chain, network, wallet] of [
  ...evmChains.map(chain => [chain, 'bitcoin', bitcoin] as const),
  ['polygon', 'bitcoin', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'],
  ['polygon', 'tron', tron],
  ['polygon', 'solana', solana],
  ['bitcoin', 'ethereum', evm],
  ['bitcoin', 'tron', tron],
  ['bitcoin', 'solana', solana],
  ['tron', 'bitcoin', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'],
  ['tron', 'ethereum', evm],
  ['tron', 'solana', solana],
  ['solana', 'ethereum', evm],
  ['solana', 'bitcoin', bitcoin],
  ['solana', 'tron', tron],
] as const) {
  test(`a buyer who gives ${wallet} for coins on ${chain} hears that it is one on ${network}`, () => {
    assert.equal(verdict(chain, wallet), `wallet_wrong_network: ${network}`);
  });
}
