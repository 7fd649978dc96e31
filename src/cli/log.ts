import {AsyncLocalStorage} from 'node:async_hooks';
import type {LogEntry, Measurement} from '../server/index.js';

/** One line of JSON about each thing that happens. */
export interface Log {
  /** Writes a line. */
  write: (entry: Line) => void;
  /** What `createBuyFlow` takes as `log`. */
  log: (entry: LogEntry) => void;
  /** Writes a line about a request that was answered. */
  observe: (measurement: Measurement) => void;
  /** Runs `answer`; whatever is said meanwhile belongs to one request. */
  request<T>(answer: () => T): T;
}

type Line = Record<string, unknown> & {level: LogEntry['level']; event: string};

/** Lines go to `write`. They say which route was called and what came of it, and nothing of who called. */
export function createLog(output: (line: string) => void): Log {
  /** What the adapter said about the request that is being answered. */
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
      // A plain refusal is told in the line of its request.
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
