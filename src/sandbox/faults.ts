import type {Time} from './time.js';

/** `drop`: the call is not handled. `lost_answer`: the call is handled, then the connection breaks. */
export const faultKinds = [
  'delay',
  'error_500',
  'http_429',
  'drop',
  'lost_answer',
  'garbage',
  'wrong_type',
  'expired_token',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Stands for every operation. */
export const everyOperation = '*';

export interface Fault {
  operation: string;
  kind: FaultKind;
  /** Number of calls that it still affects. */
  times: number;
  /** Milliseconds of a `delay`. */
  ms: number;
}

export class Faults {
  #waiting: Fault[] = [];

  get waiting(): readonly Fault[] {
    return this.#waiting;
  }

  add(fault: Fault): void {
    this.#waiting.push({...fault});
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Takes the next fault for a call of `operation`. Delays are taken first and can combine with another fault. */
  take(operation: string, delays: boolean): Fault | undefined {
    const fault = this.#waiting.find(
      ({operation: of, kind}) => (of === everyOperation || of === operation) && (kind === 'delay') === delays,
    );
    if (!fault) return undefined;
    fault.times--;
    this.#waiting = this.#waiting.filter(({times}) => times > 0);
    return fault;
  }
}

/** Runs `handle` with the pending faults of `operation`. */
export async function withFaults(
  {faults, time, expireToken}: {faults: Faults; time: Time; expireToken: () => void},
  operation: string,
  handle: () => Promise<Response>,
): Promise<Response> {
  const delay = faults.take(operation, true);
  if (delay) await time.wait(delay.ms);
  switch (faults.take(operation, false)?.kind) {
    case 'error_500':
      return Response.json({message: 'Server Error'}, {status: 500});
    case 'http_429':
      return Response.json({message: 'Too Many Attempts.'}, {status: 429, headers: {'retry-after': '1'}});
    case 'drop':
      return dropped();
    case 'lost_answer':
      await handle();
      return dropped();
    case 'garbage':
      return new Response('{"status":"ok","data":{', {headers: {'content-type': 'application/json'}});
    case 'wrong_type':
      return new Response('<!doctype html><title>Maintenance</title>', {headers: {'content-type': 'text/html'}});
    case 'expired_token':
      expireToken();
      return handle();
    default:
      return handle();
  }
}

/** An answer whose body fails. Simulates a dropped connection in a handler without sockets. */
function dropped(): Response {
  const body = new ReadableStream({
    pull(controller) {
      controller.error(new Error('The sandbox dropped the connection.'));
    },
  });
  return new Response(body, {headers: {'content-type': 'application/json'}});
}
