import type {LogEntry} from '../options.js';

/** What is to be logged; `error` may be whatever was thrown. */
export type Log = (entry: Omit<LogEntry, 'error'> & {error?: unknown}) => void;

/** The merchant's log, which hears no address of anybody's, and cannot keep a buyer from an answer. */
export function createLog(write: ((entry: LogEntry) => void) | undefined): Log {
  return ({error, ...entry}) => {
    try {
      write?.(error === undefined ? entry : {...entry, error: textOf(error)});
    } catch {
      // A broken log must not keep a buyer from an answer.
    }
  };
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : 'something was thrown that is no Error';
  // A mail server's complaint names the mailbox, which has no place in a log. Each word is looked at once, however long.
  return text.replace(/(?<![^\s<>"'])[^\s<>"'@]*@[^\s<>"']*/g, '…');
}
