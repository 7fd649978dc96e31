/** Digits of a coin that are shown; further ones are cut off, never rounded up, as nobody is promised more than they get. */
const shownDigits = 8;

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.NumberFormat(locale, options);
  formatters.set(key, known);
  return known;
}

/** `Intl` takes decimal text as it is, to the last digit; its type wants to see that the text is a number. */
const numeric = (decimal: string) => decimal as `${number}`;

/** `'50.00'` as `€50.00` or `50,00 €`. Fractions of a cent are cut off, or make up a whole one for a least amount. */
export function formatEuros(decimal: string, locale: string, roundingMode: 'trunc' | 'ceil' = 'trunc'): string {
  return formatter(locale, {style: 'currency', currency: 'EUR', roundingMode}).format(numeric(decimal));
}

/** `'80.4'` and `USDC` as `80.4 USDC`, cut after eight digits. */
export function formatCoins(decimal: string, symbol: string, locale: string): string {
  const options = {maximumFractionDigits: shownDigits, roundingMode: 'trunc'} as const;
  // Between amount and coin no line may break.
  return `${formatter(locale, options).format(numeric(decimal))}\u00a0${symbol}`;
}

/** What one coin costs in euros if `amount` buys `receives` of them; for show only. */
export function formatRate(amount: string, receives: string, locale: string): string | undefined {
  const rate = Number(amount) / Number(receives);
  if (!Number.isFinite(rate) || rate <= 0) return undefined;
  // Of a coin that costs less than a cent, three digits are left whatever it costs.
  const digits = rate < 0.01 ? {maximumSignificantDigits: 3} : {maximumFractionDigits: rate < 10 ? 4 : 2};
  return formatter(locale, {style: 'currency', currency: 'EUR', ...digits}).format(rate);
}

/** `at` (milliseconds since the epoch) as the time of day, with seconds. */
export function formatTime(at: number, locale: string): string {
  return new Date(at).toLocaleTimeString(locale);
}

/** A sentence for each of a language's plural forms; `#` stands for the number. */
type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string};

/** What is said after a sentence of `count` things, in the form that `locale` has for as many; nothing where it is not known. */
export function countAfter(count: number | undefined, locale: string, forms: PluralForms): string {
  if (count === undefined) return '';
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return ` ${form.replace('#', count.toLocaleString(locale))}`;
}

/** Keeps an amount or a time together within a sentence, written from right to left like the sentence itself. */
export const formatted = (text: string): string => `\u2067${text}\u2069`;
