import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Http2ServerRequest, Http2ServerResponse} from 'node:http2';
import type {AbortLike} from '../polling/status-poller.js';

/** Defines on `type` whatever `like` has and `type` has not: got from the object that `whole` makes of an instance. */
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

/** Headers that are read one by one where Node has them already. */
class NodeHeaders {
  #all: Headers | undefined;

  constructor(private readonly incoming: IncomingMessage | Http2ServerRequest) {}

  get(name: string): string | null {
    const value = this.incoming.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  /** For whoever wants more than one by one. */
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
 * A request whose method, headers and signal are read where Node has them already: to make all of a `Request` for them costs
 * more than an answer. Whatever else is asked of it comes from `whole`.
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

  /** The body, kept by whoever read it before or as it comes in. */
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

  /** Aborts when the client hangs up before it was answered. */
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

/** Tells when the client hangs up before it was answered, with less than an `AbortSignal` needs. */
export class NodeHangUp implements AbortLike {
  constructor(private readonly outgoing: ServerResponse | Http2ServerResponse) {}

  get aborted(): boolean {
    return this.outgoing.destroyed && !this.outgoing.writableFinished;
  }

  // An answered response closes as well, but then nobody listens any more.
  addEventListener(_type: 'abort', listener: () => void): void {
    // It closes once, and `once` would wrap the listener.
    this.outgoing.on('close', listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.outgoing.off('close', listener);
  }
}

/** `whole`, made from a call of Node's, with less work for what the adapter asks of it. */
export function toFastRequest(
  whole: Request,
  incoming: IncomingMessage | Http2ServerRequest,
  outgoing: ServerResponse | Http2ServerResponse,
): Request {
  // It has all that a `Request` has, which the compiler cannot see of what is defined in a loop.
  return new NodeRequest(whole, incoming, outgoing) as unknown as Request;
}
