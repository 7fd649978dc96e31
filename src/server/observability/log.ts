import type {LogEntry} from '../options.js';

/** Writes a log entry. `error` can be any thrown value. */
export type Log = (entry: Omit<LogEntry, 'error'> & {error?: unknown}) => void;

/** Wraps the merchant's log function: removes email addresses, and ignores errors in the function. */
export function createLog(write: ((entry: LogEntry) => void) | undefined): Log {
  return ({error, ...entry}) => {
    try {
      write?.(error === undefined ? entry : {...entry, error: textOf(error)});
    } catch {
      // A broken log must not fail a request.
    }
  };
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : 'something was thrown that is no Error';
  // Errors of mail servers contain the email address. The pattern runs in linear time, however long the text is.
  return text.replace(/(?<![^\s<>"'])[^\s<>"'@]*@[^\s<>"']*/g, '…');
}
