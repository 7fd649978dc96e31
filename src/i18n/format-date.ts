/** Apart from `format.ts` so that the widget's first file does not carry it. */

/** `at` (milliseconds since the epoch) as day and time, to the minute. */
export function formatDate(at: number, locale: string): string {
  return new Date(at).toLocaleString(locale, {dateStyle: 'medium', timeStyle: 'short'});
}
