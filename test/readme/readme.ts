import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** The project's folder, with a slash at the end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

export const readme = readFileSync(`${root}README.md`, 'utf8');

export interface Block {
  language: string;
  /** From the comment `<!-- example: … -->` or `<!-- policy -->` before it. */
  name: string | undefined;
  text: string;
}

/** Every fenced block. */
export const blocks: readonly Block[] = [
  ...readme.matchAll(/(?:<!-- (?:example: )?([\w ]+) -->\n\n)?^```(\w*)\n([^]*?)^```$/gm),
].map(([, name, language = '', text = '']) => ({language, name, text}));

/** The block that the README calls `name`. */
export function example(name: string): string {
  const found = blocks.find(block => block.name === name);
  if (!found) throw new Error(`the README has no example named ${name}`);
  return found.text;
}

/** Where an example's file has to be: others import it, or a framework looks for it there. */
export const places: Readonly<Record<string, string>> = {
  'buy flow': 'buy-flow.ts',
  'next route handler': 'app/cryptopocket/[...path]/route.ts',
};

/** The rows of the first table after `mark`, without its head; cells as they are written. */
export function rowsAfter(mark: string): string[][] {
  const from = readme.indexOf(mark);
  if (from < 0) throw new Error(`the README has no ${mark}`);
  const [table = ''] = /^\|(?:.*\n)(?:\|.*\n)+/m.exec(readme.slice(from)) ?? [];
  const rows = table.trim().split('\n').slice(2);
  return rows.map(row =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map(cell => cell.trim().replaceAll('\\|', '|')),
  );
}

/** `` `code` `` as `code`. */
export const plain = (cell = '') => cell.replaceAll('`', '');

/** The text without its fenced blocks. */
export const prose = blocks.reduce((text, block) => text.replace(block.text, ''), readme);
