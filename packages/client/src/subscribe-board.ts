import { applyChange, type Board, type BoardChange, type BoardChanges } from '@edgar-auto-shop/contract';
import { type Failure, failureOf, isTransient, retryAfterOf, StatusBoardError } from './errors.ts';
import type { StreamEvent } from './event-parser.ts';
import { listen, NoStream } from './listen.ts';
import { backoffMs, wait } from './retry.ts';

/**
 * How a subscription gets its news.
 *
 * - `connecting`: nothing was heard yet, or not since the connection ended.
 * - `live`: every change comes as it happens.
 * - `polling`: streams do not come through here; changes are asked for every few seconds.
 * - `lost`: the server cannot be reached or refuses; it is tried again.
 */
export type SubscriptionState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'polling' }
  | { kind: 'lost'; failure: Failure };

export interface SubscribeOptions {
  /** `YYYY-MM-DD`; without one the day that is today when it connects. */
  date?: string | undefined;
  /** The board as it now is: the first one, and one for every change, in the order of their revisions. */
  onBoard(board: Board): void;
  onState?(state: SubscriptionState): void;
  /** Milliseconds between two questions where streams do not come through. */
  pollingInterval?: number;
}

export interface Subscription {
  /** Ends it; nothing is called back any more. */
  close(): void;
}

/** What a subscription needs of the client. */
export interface SubscriptionPorts {
  send: typeof fetch;
  streamUrl(date: string | undefined): string;
  changes(query: { date?: string; since?: string }, signal: AbortSignal): Promise<BoardChanges>;
}

const BACKOFF = { baseMs: 500, capMs: 15_000 };
const POLLING_INTERVAL = 2_500;
/** How long changes are asked for before a stream is tried again, in milliseconds. */
const POLLING_FOR = 60_000;

/** Keeps a board as the server has it until it is closed: by its stream, or by asking for changes where none comes through. */
export function subscribeBoard(ports: SubscriptionPorts, options: SubscribeOptions): Subscription {
  const closed = new AbortController();
  void new Follower(ports, options, closed.signal).run();
  return { close: () => closed.abort() };
}

class Follower {
  readonly #ports: SubscriptionPorts;
  readonly #options: SubscribeOptions;
  readonly #signal: AbortSignal;
  #board: Board | undefined;
  /** The latest event: where to go on from. */
  #last: string | undefined;
  #failures = 0;

  constructor(ports: SubscriptionPorts, options: SubscribeOptions, signal: AbortSignal) {
    this.#ports = ports;
    this.#options = options;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    this.#tell({ kind: 'connecting' });
    while (!this.#signal.aborted) {
      try {
        await this.#listen();
        // The server ended it, as it does when it is exchanged: it is back in a moment, but not for everybody at once.
        await this.#pause(backoffMs(1, BACKOFF));
      } catch (thrown) {
        if (thrown instanceof NoStream) await this.#poll();
        else await this.#recover(failureOf(thrown));
      }
    }
  }

  #tell(state: SubscriptionState): void {
    if (!this.#signal.aborted) this.#options.onState?.(state);
  }

  async #listen(): Promise<void> {
    // The day stays the one of the first board, also after midnight.
    const url = this.#ports.streamUrl(this.#board?.date ?? this.#options.date);
    const headers = { Accept: 'text/event-stream', ...(this.#last ? { 'Last-Event-ID': this.#last } : {}) };
    let live = false;
    await listen(this.#ports.send, { url, headers, signal: this.#signal }, (event) => {
      this.#take(event);
      this.#failures = 0;
      if (!live) this.#tell({ kind: 'live' });
      live = true;
    });
    if (live) this.#tell({ kind: 'connecting' });
  }

  #take({ event, data, id }: StreamEvent): void {
    if (this.#signal.aborted || (event !== 'board' && event !== 'change')) return;
    try {
      if (event === 'board') this.#show(JSON.parse(data) as Board);
      else this.#apply(JSON.parse(data) as BoardChange);
      this.#last = id;
    } catch (thrown) {
      throw this.#lostTrack(thrown);
    }
  }

  #apply(change: BoardChange): void {
    if (!this.#board) throw new RangeError('a change came before any board');
    this.#show(applyChange(this.#board, change));
  }

  #show(board: Board): void {
    this.#board = board;
    if (!this.#signal.aborted) this.#options.onBoard(board);
  }

  /** What is here and what is told do not fit together: the next thing to be told is a whole board. */
  #lostTrack(thrown: unknown): StatusBoardError {
    this.#last = undefined;
    return new StatusBoardError({ kind: 'network', message: 'The stream had a gap' }, thrown);
  }

  /** Asks for changes for a while. */
  async #poll(): Promise<void> {
    const until = Date.now() + POLLING_FOR;
    while (!this.#signal.aborted && Date.now() < until) {
      try {
        await this.#ask();
        this.#failures = 0;
        this.#tell({ kind: 'polling' });
        await this.#pause(this.#options.pollingInterval ?? POLLING_INTERVAL);
      } catch (thrown) {
        await this.#recover(failureOf(thrown));
      }
    }
  }

  async #ask(): Promise<void> {
    const date = this.#board?.date ?? this.#options.date;
    const query = { ...(date ? { date } : {}), ...(this.#last ? { since: this.#last } : {}) };
    const { id, events = [], board } = await this.#ports.changes(query, this.#signal);
    try {
      if (board) this.#show(board);
      for (const change of events) this.#apply(change);
      this.#last = id;
    } catch (thrown) {
      throw this.#lostTrack(thrown);
    }
  }

  async #recover(failure: Failure): Promise<void> {
    if (this.#signal.aborted) return;
    this.#failures += 1;
    this.#tell({ kind: 'lost', failure });
    // What will not pass by itself is tried again, too, for somebody may put it right; but rarely.
    const tries = isTransient(failure) ? this.#failures : 20;
    await this.#pause(backoffMs(tries, BACKOFF, retryAfterOf(failure)));
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, this.#signal).catch(() => {});
  }
}
