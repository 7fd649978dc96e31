import {AsyncLocalStorage} from 'node:async_hooks';
import type {LogEntry, Measurement} from '../server/index.js';

/** A log with one JSON object per line. */
export interface Log {
  /** Writes a line. */
  write: (entry: Line) => void;
  /** The `log` option of `createBuyFlow`. */
  log: (entry: LogEntry) => void;
  /** Writes a line for each answered request. */
  observe: (measurement: Measurement) => void;
  /** Runs `answer`. Entries that are logged meanwhile belong to one request. */
  request<T>(answer: () => T): T;
}

type Line = Record<string, unknown> & {level: LogEntry['level']; event: string};

/** Creates a log that writes to `output`. Lines contain route and result of a request, and nothing about the client. */
export function createLog(output: (line: string) => void): Log {
  /** Data of the adapter's log entries about the current request. */
  const requests = new AsyncLocalStorage<{requestId?: string | undefined; code?: string | undefined}>();
  const write = (entry: Line) => {
    output(`${JSON.stringify({time: new Date().toISOString(), ...entry})}\n`);
  };
  return {
    write,
    log(entry) {
      const {requestId, code} = entry;
      const request = requests.getStore();
      if (request && requestId !== undefined) Object.assign(request, {requestId, code});
      // The line of the request already contains a rejection's code.
      if (!request || entry.event !== 'refused') write({...entry});
    },
    observe(measurement) {
      if (measurement.kind !== 'request') return;
      const {route, method, status, seconds} = measurement;
      const {requestId, code} = requests.getStore() ?? {};
      const milliseconds = Math.round(seconds * 1000);
      write({level: 'info', event: 'request', requestId, route, method, status, milliseconds, code});
    },
    request: answer => requests.run({}, answer),
  };
}
