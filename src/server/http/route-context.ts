import type {Caller} from './cors.js';
import type {AbortLike} from '../polling/status-poller.js';

/** What the runtime knows of a connection that the request itself does not tell reliably. */
export interface Peer {
  /** The network address at the other end; what rate limits by address count. Without it they do not count. */
  address?: string | undefined;
  /** Keeps a runtime that sleeps between requests awake until what a request set off is done. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Whether the runtime hands over no more of a body than its `Content-Length` says. */
  keepsLength?: boolean | undefined;
  /** Tells when the caller hangs up, where the runtime has something lighter than the request's own signal. */
  hangUp?: AbortLike | undefined;
}

export interface RouteResult {
  status: number;
  /** To be sent as JSON. */
  body?: unknown;
  /** To be sent as it is, to a person and not to a page's script. */
  text?: string;
  headers?: Record<string, string>;
}

export interface RouteContext {
  request: Request;
  /** The search part of the address, with its question mark. */
  search: string;
  /** Absent for calls that come from no page of the merchant's. */
  caller: Caller | undefined;
  peer: Peer;
  /** What stands for `:id` or `:code` in the route. */
  id: string;
}
