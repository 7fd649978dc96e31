import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Http2ServerRequest, Http2ServerResponse} from 'node:http2';
import type {AbortLike} from '../polling/status-poller.js';

/** Defines on `type` the members that only `like` has. They delegate to the object that `whole` returns for an instance. */
function delegateMissing<T extends object>(type: {prototype: T}, like: object, whole: (instance: T) => object): void {
  for (const name of Reflect.ownKeys(like)) {
    if (name in type.prototype) continue;
    Object.defineProperty(type.prototype, name, {
      get(this: T) {
        const full = whole(this);
        const value: unknown = Reflect.get(full, name);
        return typeof value === 'function' ? (value.bind(full) as unknown) : value;
      },
    });
  }
}

/** Headers that are read from Node's own object, without building a `Headers`. */
class NodeHeaders {
  #all: Headers | undefined;

  constructor(private readonly incoming: IncomingMessage | Http2ServerRequest) {}

  get(name: string): string | null {
    const value = this.incoming.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  /** Builds the `Headers` when something other than `get` is used. */
  all(): Headers {
    if (this.#all) return this.#all;
    this.#all = new Headers();
    for (const name of Object.keys(this.incoming.headers)) {
      const value = name.startsWith(':') ? null : this.get(name);
      if (value !== null) this.#all.set(name, value);
    }
    return this.#all;
  }
}
delegateMissing(NodeHeaders, Headers.prototype, headers => headers.all());

/**
 * A request that reads method, headers and signal from Node's own objects. Building a complete `Request` for them costs more
 * than answering. All other members delegate to `whole`.
 */
class NodeRequest {
  #headers: NodeHeaders | undefined;
  #hangUp: AbortController | undefined;

  constructor(
    readonly whole: Request,
    private readonly incoming: IncomingMessage | Http2ServerRequest,
    private readonly outgoing: ServerResponse | Http2ServerResponse,
  ) {}

  get method(): string {
    return this.incoming.method ?? 'GET';
  }

  /** The body: from `whole` if something has read it already, otherwise from the stream. */
  arrayBuffer(): Promise<ArrayBuffer> {
    if (this.incoming.readableDidRead) return this.whole.arrayBuffer();
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      this.incoming
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const all = Buffer.concat(chunks);
          resolve(all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength));
        })
        .on('error', reject)
        .on('close', () => {
          reject(new Error('the client hung up'));
        });
    });
  }

  get url(): string {
    return this.whole.url;
  }

  get headers(): NodeHeaders {
    return (this.#headers ??= new NodeHeaders(this.incoming));
  }

  /** Aborts when the client disconnects before the answer. */
  get signal(): AbortSignal {
    if (this.#hangUp) return this.#hangUp.signal;
    const hangUp = (this.#hangUp = new AbortController());
    this.outgoing.once('close', () => {
      if (!this.outgoing.writableFinished) hangUp.abort();
    });
    return hangUp.signal;
  }
}
delegateMissing(NodeRequest, Request.prototype, request => request.whole);

/** Aborts when the client disconnects before the answer. Cheaper than an `AbortSignal`. */
export class NodeHangUp implements AbortLike {
  constructor(private readonly outgoing: ServerResponse | Http2ServerResponse) {}

  get aborted(): boolean {
    return this.outgoing.destroyed && !this.outgoing.writableFinished;
  }

  // An answered response emits `close` too, but its listener has been removed by then.
  addEventListener(_type: 'abort', listener: () => void): void {
    // `close` fires only once anyway, and `once` would allocate a wrapper.
    this.outgoing.on('close', listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.outgoing.off('close', listener);
  }
}

/** Wraps `whole` so that the members that the adapter uses are cheap to read. */
export function toFastRequest(
  whole: Request,
  incoming: IncomingMessage | Http2ServerRequest,
  outgoing: ServerResponse | Http2ServerResponse,
): Request {
  // It has all members of a `Request`, but the compiler cannot see those that a loop defines.
  return new NodeRequest(whole, incoming, outgoing) as unknown as Request;
}
