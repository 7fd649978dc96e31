/** A sentence for each of a language's plural forms; `#` stands for the number. */
type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string};

/** What is said after a sentence of `count` things, in the form that `locale` has for as many; nothing where it is not known. */
export function countAfter(count: number | undefined, locale: string, forms: PluralForms): string {
  if (count === undefined) return '';
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return ` ${form.replace('#', count.toLocaleString(locale))}`;
}
