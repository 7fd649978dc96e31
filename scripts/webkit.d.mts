export interface WebKit {
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}
export function startWebKit(): Promise<WebKit>;
