import type {Caller} from './cors.js';
import type {AbortLike} from '../polling/status-poller.js';

/** Connection data that the runtime provides and the request itself does not contain reliably. */
export interface Peer {
  /** Network address of the client. Rate limits per address need it, and do not apply without it. */
  address?: string | undefined;
  /** Keeps a serverless runtime alive until the background work of a request is done. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Whether the runtime limits a body to its `Content-Length`. */
  keepsLength?: boolean | undefined;
  /** Aborts when the client disconnects, if the runtime has something cheaper than the request's own signal. */
  hangUp?: AbortLike | undefined;
}

export interface RouteResult {
  status: number;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, for people rather than scripts. */
  text?: string;
  headers?: Record<string, string>;
}

export interface RouteContext {
  request: Request;
  /** The query string with its question mark. */
  search: string;
  /** Absent on routes that any client may call. */
  caller: Caller | undefined;
  peer: Peer;
  /** The value of `:id` or `:code` in the path. */
  id: string;
}
