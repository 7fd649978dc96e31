import type * as v from 'valibot';
import type {WaitOptions} from '../polling/status-poller.js';
import type {waitRequest} from './request-schemas.js';
import type {RouteContext} from './route-context.js';

/** Reads the options of a long-poll from its query. */
export function waitOptions(
  {wait, fresh}: v.InferOutput<typeof waitRequest>,
  {request, peer}: RouteContext,
): WaitOptions<never> {
  // A request that does not wait needs no signal.
  const signal = wait > 0 ? {signal: peer.hangUp ?? request.signal} : {};
  return {wait: wait * 1000, fresh: fresh === 'true', ...signal};
}
