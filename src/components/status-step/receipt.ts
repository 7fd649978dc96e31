import {directionOf} from '../../i18n/languages.js';

export interface Receipt {
  title: string;
  /** BCP 47. */
  lang: string;
  rows: readonly (readonly [term: string, value: string])[];
}

const look = `
  body { margin: 3rem auto; padding-inline: 1rem; max-inline-size: 36rem; font: 1rem/1.5 system-ui, sans-serif; }
  dl { display: grid; gap: 0.75rem; }
  dt { color: #555; font-size: 0.875rem; }
  dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
`;

/**
 * Opens the receipt in a window of its own and the browser's print dialog, where it can be saved as a file too; to be called
 * in the handler of a click. Answers whether the browser let it. The page around the widget is not printed with it.
 */
export function printReceipt({title, lang, rows}: Receipt): boolean {
  const opened = window.open('', '_blank');
  if (!opened) return false;
  const {document} = opened;
  document.documentElement.lang = lang;
  document.documentElement.dir = directionOf(lang);
  document.title = title;
  const heading = document.createElement('h1');
  heading.textContent = title;
  const list = document.createElement('dl');
  for (const [term, value] of rows) {
    const row = document.createElement('div');
    const name = document.createElement('dt');
    const shown = document.createElement('dd');
    name.textContent = term;
    shown.textContent = value;
    row.append(name, shown);
    list.append(row);
  }
  document.body.replaceChildren(heading, list);
  // A sheet that a script makes is no inline style, so that a strict policy lets it be.
  const sheet = new (opened as Window & typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(look);
  document.adoptedStyleSheets = [sheet];
  opened.print();
  return true;
}
