/**
 * Writes `src/components/coin-mark/marks.ts`: the marks of coins and chains that Simple Icons (CC0 1.0) has. `--check`
 * writes nothing, and fails where the file is not what the installed version of that set says.
 *
 *     npx tsx scripts/docs/coin-icons.ts [--check]
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import * as prettier from 'prettier';
import {
  siBitcoin,
  siBnbchain,
  siDogecoin,
  siEthereum,
  siLitecoin,
  siOptimism,
  siPolygon,
  siSolana,
  siTether,
  siXrp,
} from 'simple-icons';

const path = fileURLToPath(new URL('../../src/components/coin-mark/marks.ts', import.meta.url));

/** Coins by their symbols, chains by the vendor's words; a chain's own coin looks like the chain. */
const drawn = {
  bitcoin: siBitcoin,
  bsc: siBnbchain,
  dogecoin: siDogecoin,
  ethereum: siEthereum,
  litecoin: siLitecoin,
  optimism: siOptimism,
  polygon: siPolygon,
  solana: siSolana,
  USDT: siTether,
  xrp: siXrp,
};
/** Colours that would not be seen on a dark page, or not with white on them, and what the mark has instead. */
const instead: Partial<Record<keyof typeof drawn, string>> = {ethereum: '627EEA', xrp: '4A5568', bsc: 'C99400'};

const marks = Object.fromEntries(
  Object.entries(drawn).map(([name, {hex, path}]) => [
    name,
    [`#${(instead as Record<string, string>)[name] ?? hex}`, path],
  ]),
);
const text = `// Written by scripts/docs/coin-icons.ts from Simple Icons (CC0 1.0).

/** By coin or chain: its colour, and an outline for a square of 24 by 24. */
export const marks: Readonly<Record<string, readonly [colour: string, path: string]>> = ${JSON.stringify(marks)};
`;
const options = await prettier.resolveConfig(path);
const formatted = await prettier.format(text, {...options, parser: 'typescript'});

if (!process.argv.includes('--check')) writeFileSync(path, formatted);
else if (readFileSync(path, 'utf8') !== formatted) {
  console.error('src/components/coin-mark/marks.ts is not what Simple Icons says: run npm run docs');
  process.exitCode = 1;
}
