/** What came of one check. `warning`: it works, but less well than it could. */
export type Finding =
  | {level: 'ok' | 'note'; check: string; message: string}
  | {level: 'warning' | 'wrong'; check: string; message: string; fix: string};

/** Makes the findings of the check of that name. */
export function findingsOf(check: string) {
  return {
    ok: (message: string): Finding => ({level: 'ok', check, message}),
    /** Nothing to do, but good to know. */
    note: (message: string): Finding => ({level: 'note', check, message}),
    warning: (message: string, fix: string): Finding => ({level: 'warning', check, message, fix}),
    wrong: (message: string, fix: string): Finding => ({level: 'wrong', check, message, fix}),
  };
}
