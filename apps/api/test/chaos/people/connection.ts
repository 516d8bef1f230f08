import { Agent, request } from 'node:http';

/** What came of sending a request once. `cut`: the connection broke, or nothing came in time; it may have been applied. */
export type Reply =
  | { kind: 'answered'; status: number; etag: string; replayed: boolean; text: string }
  | { kind: 'cut'; why: string }
  /** Nobody listened: not a byte of it was sent. */
  | { kind: 'nobody' };

/** Longer than a server waits for its database before it says so, but for networks that swallow everything. */
const PATIENCE_MS = 8_000;

/** One kept-alive connection, as a browser tab has; opened again when it breaks. */
export class Connection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  send(method: string, path: string, headers: Record<string, string>, body?: object): Promise<Reply> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const extra =
      text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    return new Promise((resolve) => {
      const sent = request({
        host: '127.0.0.1',
        port: this.#port,
        agent: this.#agent,
        method,
        path,
        headers: { ...headers, ...extra },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code === 'ECONNREFUSED' ? { kind: 'nobody' } : { kind: 'cut', why: error.code ?? error.message });
      });
      sent.on('response', (response) => {
        let received = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          received += chunk;
        });
        response.on('error', (error) => resolve({ kind: 'cut', why: `in the answer: ${error.message}` }));
        response.on('end', () => {
          const { etag = '', 'idempotent-replayed': replayed } = response.headers;
          const status = response.statusCode ?? 0;
          resolve({ kind: 'answered', status, etag, replayed: replayed === 'true', text: received });
        });
      });
      sent.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
