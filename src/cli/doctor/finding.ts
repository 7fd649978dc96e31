/** The result of one check. `warning`: it works, but could work better. */
export type Finding =
  | {level: 'ok' | 'note'; check: string; message: string}
  | {level: 'warning' | 'wrong'; check: string; message: string; fix: string};

/** Returns functions that create the findings of the check `check`. */
export function findingsOf(check: string) {
  return {
    ok: (message: string): Finding => ({level: 'ok', check, message}),
    /** Information that needs no action. */
    note: (message: string): Finding => ({level: 'note', check, message}),
    warning: (message: string, fix: string): Finding => ({level: 'warning', check, message, fix}),
    wrong: (message: string, fix: string): Finding => ({level: 'wrong', check, message, fix}),
  };
}
