import { createStatusBoardClient, type SubscribeOptions, type Subscription } from '@edgar-auto-shop/client';
import type { Board, BoardChange } from '@edgar-auto-shop/contract';
import type { Stream } from './model-network.ts';
import type { ModelServer } from './model-server.ts';

const PING = 'event: ping\ndata: {}\n\n';

/** What may happen to a stream's events that no network should do. */
export const STREAM_FAULTS = ['lost', 'twice', 'swapped', 'cut in two', 'forgotten'] as const;
export type StreamFault = (typeof STREAM_FAULTS)[number];

/**
 * The live stream of one client: the real client reads it, from bytes that arrive when a test says so. What it is asked for it
 * answers as the contract says: what came after `Last-Event-ID`, or the whole board.
 */
export class ModelStream implements Stream {
  readonly #server: ModelServer;
  readonly #client: ReturnType<typeof createStatusBoardClient>;
  readonly #bytes = new TextEncoder();
  /** Events that the server has sent and nobody has read yet. */
  #onTheWay: string[] = [];
  #open: ReadableStreamDefaultController<Uint8Array> | undefined;
  #isUp = true;

  constructor(server: ModelServer) {
    this.#server = server;
    this.#client = createStatusBoardClient({
      baseUrl: 'http://model',
      fetch: (url, init) => this.#answer(new URL(String(url)), init ?? {}),
    });
  }

  subscribe(options: SubscribeOptions): Subscription {
    return this.#client.subscribe(options);
  }

  /** The server tells of its latest change. */
  changed(): void {
    if (this.#open) this.#onTheWay.push(...this.#server.changes.slice(-1).map((it) => this.#told('change', it)));
  }

  /** Lets the next event arrive, if the stream is open and there is one. */
  arrive(): void {
    const event = this.#onTheWay.shift();
    if (event) this.#open?.enqueue(this.#bytes.encode(event));
  }

  /** Cuts the stream, and what was on its way is lost; or lets the client connect again, whenever it tries. */
  turn(): void {
    this.#isUp = !this.#isUp;
    if (!this.#isUp) this.#cut();
  }

  /** Lets the client connect again. */
  connect(): void {
    this.#isUp = true;
  }

  fault(kind: StreamFault): void {
    const [next, second] = this.#onTheWay;
    if (kind === 'forgotten') this.#server.forget();
    if (next === undefined) return;
    if (kind === 'lost') this.#onTheWay.shift();
    else if (kind === 'twice') this.#onTheWay.unshift(next);
    else if (kind === 'swapped' && second) this.#onTheWay.splice(0, 2, second, next);
    else if (kind === 'cut in two') {
      // Half an event, and then nothing more.
      this.#open?.enqueue(this.#bytes.encode(next.slice(0, next.length / 2)));
      this.#cut();
    }
  }

  #told(event: 'board' | 'change', data: Board | BoardChange): string {
    return `id: ${this.#server.idOf(data.revision)}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  #cut(): void {
    this.#open?.error(new TypeError('The connection was cut'));
    this.#close();
  }

  #close(): void {
    this.#open = undefined;
    this.#onTheWay = [];
  }

  async #answer(url: URL, { headers, signal }: RequestInit): Promise<Response> {
    if (!this.#isUp) throw new TypeError('There is no network');
    const since = new Headers(headers).get('last-event-id') ?? url.searchParams.get('since');
    const events = since === null ? null : this.#server.changesAfter(since);
    if (url.pathname.endsWith('/changes')) {
      const told = { id: this.#server.idOf(this.#server.revision), revision: String(this.#server.revision) };
      const data = events ? { ...told, events } : { ...told, board: this.#server.board() };
      return Response.json({ ok: true, data });
    }
    this.#close();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#open = controller;
        // The real one says something at once, too, so that a proxy that keeps events shows itself.
        this.#onTheWay = events
          ? [PING, ...events.map((it) => this.#told('change', it))]
          : [this.#told('board', this.#server.board())];
        signal?.addEventListener('abort', () => this.#open === controller && this.#cut(), { once: true });
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }
}
