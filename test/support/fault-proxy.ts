/**
 * A real HTTP proxy on loopback that hands requests on and spoils those exchanges that a plan names, down to the bytes on
 * the socket: what networks, balancers and vendors do on a bad day.
 */
import {once} from 'node:events';
import {createServer, request as ask, type IncomingHttpHeaders, type IncomingMessage, type Server} from 'node:http';
import type {ServerResponse} from 'node:http';
import {setTimeout as after} from 'node:timers/promises';

/**
 * `delay`: handed on late. `reset_before`: cut off before it was handed on; `reset_after`: once it was answered.
 * `half_answer`: half of the answer's body, then cut off. `garbage`: bytes that are no HTTP; `garbled`: a body that is no
 * JSON. `500`, `502` and `503`: as a balancer has them, with a page for people; `429`: with a `retry-after`. Both `lost`
 * ones are such statuses although the request was handled. `wrong_type`: a page for people, with status 200. `slow_body`:
 * the body, piece by piece. `duplicate`: handed on twice.
 */
export const faultKinds = [
  'delay',
  'reset_before',
  'reset_after',
  'half_answer',
  'garbage',
  'garbled',
  '500',
  '502',
  '503',
  '429',
  'lost_502',
  'lost_504',
  'wrong_type',
  'slow_body',
  'duplicate',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  kind: FaultKind;
  /** How long a `delay` is, or a `slow_body` takes, in milliseconds. */
  ms: number;
}

/** A request that came by. */
export interface Exchange {
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface FaultProxyOptions {
  /** The port of loopback that an exchange is for. */
  port: (exchange: Exchange) => number;
  choose: (exchange: Exchange) => Fault | undefined;
  /** What was answered, whatever becomes of it on its way back. */
  onAnswer?: (exchange: Exchange, body: string) => void;
}

const page = '<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>';
const pieces = 8;

const ofOneConnection = ['connection', 'keep-alive', 'transfer-encoding'];

/** Without what is about one connection only. */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOneConnection.includes(name)));
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export class FaultProxy {
  readonly #options: FaultProxyOptions;
  readonly #server: Server;

  private constructor(options: FaultProxyOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      // Whoever is not there any more, on either side, is cut off from the other.
      this.#serve(request, response).catch(() => request.socket.destroy());
    });
  }

  static async start(port: number, options: FaultProxyOptions): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    proxy.#server.listen(port, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const {method = 'GET', url = '/', headers, socket} = request;
    const exchange = {method, path: url, headers, body: body.toString()};
    const fault = this.#options.choose(exchange);
    const hungUp = new AbortController();
    response.once('close', () => {
      hungUp.abort();
    });
    const handOn = () => this.#handOn(exchange, body, hungUp.signal);
    const reset = () => {
      socket.resetAndDestroy();
    };
    const fail = (status: number, more: Record<string, string> = {}) => {
      response.writeHead(status, {'content-type': 'text/html', ...more}).end(page);
    };

    switch (fault?.kind) {
      case 'delay':
        await after(fault.ms);
        break;
      case 'reset_before':
        reset();
        return;
      case 'reset_after':
        await handOn();
        reset();
        return;
      case 'half_answer': {
        const answer = await handOn();
        head(response, answer);
        response.write(answer.body.subarray(0, Math.ceil(answer.body.length / 2)), reset);
        return;
      }
      case 'garbage':
        await handOn();
        socket.end(Buffer.from('\u0000\u0013\u0088 no HTTP at all \u0000\r\n\r\n', 'latin1'));
        return;
      case 'garbled': {
        const answer = await handOn();
        response.writeHead(200, {'content-type': 'application/json'});
        response.end(answer.body.subarray(0, Math.floor(answer.body.length / 2)));
        return;
      }
      case '500':
      case '502':
      case '503':
        fail(Number(fault.kind));
        return;
      case '429':
        fail(429, {'retry-after': '1'});
        return;
      case 'lost_502':
      case 'lost_504':
        await handOn();
        fail(fault.kind === 'lost_502' ? 502 : 504);
        return;
      case 'wrong_type':
        await handOn();
        fail(200);
        return;
      case 'slow_body': {
        const answer = await handOn();
        head(response, answer);
        const size = Math.max(1, Math.ceil(answer.body.length / pieces));
        for (let at = 0; at < answer.body.length; at += size) {
          await after(fault.ms / pieces);
          response.write(answer.body.subarray(at, at + size));
        }
        response.end();
        return;
      }
      case 'duplicate': {
        const [, second] = await Promise.all([handOn(), handOn()]);
        head(response, second);
        response.end(second.body);
        return;
      }
      case undefined:
        break;
    }
    const answer = await handOn();
    head(response, answer);
    response.end(answer.body);
  }

  async #handOn(exchange: Exchange, body: Buffer, signal: AbortSignal): Promise<Answer> {
    const {method, path, headers} = exchange;
    const port = this.#options.port(exchange);
    // A connection for each, so that no fault comes of one that the other side just closed for being idle.
    const sent = ask({host: '127.0.0.1', port, method, path, headers: endToEnd(headers), agent: false, signal});
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const received = {status: answer.statusCode ?? 502, headers: endToEnd(answer.headers), body: await bodyOf(answer)};
    this.#options.onAnswer?.(exchange, received.body.toString());
    return received;
  }
}

function head(response: ServerResponse, {status, headers, body}: Answer): void {
  const length = status === 204 || status === 304 ? {} : {'content-length': String(body.length)};
  response.writeHead(status, {...headers, ...length});
}
