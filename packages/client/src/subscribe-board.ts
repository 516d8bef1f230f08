import { applyChange, type Board, type BoardChange, type BoardChanges } from '@edgar-auto-shop/contract';
import { type Failure, failureOf, isTransient, StatusBoardError } from './errors.ts';
import type { StreamEvent } from './event-parser.ts';
import { listen, NoStream } from './listen.ts';
import { NETWORK_EVENTS, onEvents } from './network.ts';
import { outside } from './outside.ts';
import { backoffMs, patienceMs, wait } from './retry.ts';
import { inStreamPlace } from './stream-places.ts';
import { type SubscriptionState, troubled } from './subscription-state.ts';
import { intervalMs } from './timeouts.ts';

/** Which board to follow, and whom to tell. */
export interface SubscribeOptions {
  /** `YYYY-MM-DD`; without one the day that is today when it connects. */
  date?: string | undefined;
  /** The board as it now is: the first one, and one for every change, in the order of their revisions. */
  onBoard(board: Board): void;
  /** How its news come, whenever that changes. */
  onState?(state: SubscriptionState): void;
  /** Whether changes are asked for where streams do not come through; else streams are tried again and again. */
  enablePolling?: boolean | undefined;
  /** Milliseconds between two questions where streams do not come through; `Infinity` is as `enablePolling: false`. */
  pollingInterval?: number | undefined;
  /** Ends it, as `close` does. */
  signal?: AbortSignal | undefined;
}

/** A board that is being followed. */
export interface Subscription {
  /** Ends it; nothing is called back any more. */
  close(): void;
}

/** What a subscription needs of the client. */
export interface SubscriptionPorts {
  openStream(
    date: string | undefined,
    last: string | undefined,
    attempt: number,
    signal: AbortSignal,
  ): Promise<Response>;
  changes(query: { date?: string; since?: string }, signal: AbortSignal): Promise<BoardChanges>;
}

const BACKOFF = { baseMs: 500, capMs: 15_000 };
/** How long changes are asked for before a stream is tried again, in milliseconds. */
const POLLING_FOR = 60_000;
/** A stream that lasts no longer has not come through, in milliseconds: proxies that cut long answers allow for more. */
const SHORT_MS = 5_000;
/** So many of them in a row, and changes are asked for instead, for a while. */
const MANY_SHORT = 5;

/** Keeps a board as the server has it until it is closed: by its stream, or by asking for changes where none comes through. */
export function subscribeBoard(ports: SubscriptionPorts, options: SubscribeOptions): Subscription {
  const closed = new AbortController();
  const signal = options.signal ? AbortSignal.any([closed.signal, options.signal]) : closed.signal;
  void new Follower(ports, options, signal).run();
  return { close: () => closed.abort() };
}

class Follower {
  readonly #ports: SubscriptionPorts;
  readonly #options: SubscribeOptions;
  readonly #signal: AbortSignal;
  /** Milliseconds between two questions where streams do not come through; endless is never. */
  readonly #asksEvery: number;
  #board: Board | undefined;
  /** The latest event: where to go on from. */
  #last: string | undefined;
  /** When the board was last known to be current, in milliseconds since 1970. */
  #heardAt: number | null = null;
  #failures = 0;
  /** Streams in a row that ended soon after they had begun. */
  #short = 0;
  /** When changes are asked for again, on the clock that nobody puts back, in milliseconds. */
  #asksAt = 0;
  /** Fires when the network comes or goes: whatever is being waited for is looked at again. */
  #disturbed = new AbortController();

  constructor(ports: SubscriptionPorts, options: SubscribeOptions, signal: AbortSignal) {
    this.#ports = ports;
    this.#options = options;
    this.#signal = signal;
    onEvents(NETWORK_EVENTS, () => this.#disturb(), signal);
    this.#asksEvery = intervalMs(options.pollingInterval, options.enablePolling);
  }

  async run(): Promise<void> {
    this.#tell({ kind: 'connecting' });
    while (!this.#signal.aborted) {
      let thrown: unknown;
      await this.#listen().catch((it) => {
        thrown = it;
      });
      const isNone = thrown instanceof NoStream;
      if ((isNone || this.#short >= MANY_SHORT) && this.#asksEvery < Infinity) await this.#poll();
      else if (thrown) await this.#recover(isNone ? noStream(thrown as NoStream) : failureOf(thrown));
      // The server ended it, as it does when it is exchanged: it is back in a moment, but not for everybody at once.
      else await this.#pause(backoffMs(Math.max(1, this.#short), BACKOFF));
    }
  }

  #tell(state: SubscriptionState): void {
    if (!this.#signal.aborted) outside(() => this.#options.onState?.(state));
  }

  #disturb(): void {
    this.#asksAt = 0;
    this.#disturbed.abort();
    this.#disturbed = new AbortController();
  }

  #untilDisturbed(): AbortSignal {
    return AbortSignal.any([this.#signal, this.#disturbed.signal]);
  }

  #heard(): void {
    this.#failures = 0;
    this.#heardAt = Date.now();
  }

  async #listen(): Promise<void> {
    // The day stays the one of the first board, also after midnight.
    const date = this.#board?.date ?? this.#options.date;
    const open = (signal: AbortSignal) => this.#ports.openStream(date, this.#last, this.#failures + 1, signal);
    let live = false;
    const take = (event: StreamEvent) => {
      this.#take(event);
      this.#heard();
      if (!live) this.#tell({ kind: 'live' });
      live = true;
    };
    const began = performance.now();
    let hasEnded = false;
    try {
      await inStreamPlace(() => listen(open, this.#untilDisturbed(), take));
      hasEnded = true;
    } finally {
      if (live || hasEnded) this.#short = performance.now() - began < SHORT_MS ? this.#short + 1 : 0;
    }
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
    if (!this.#signal.aborted) outside(() => this.#options.onBoard(board));
  }

  /** What is here and what is told do not fit together: the next thing to be told is a whole board. */
  #lostTrack(thrown: unknown): StatusBoardError {
    this.#last = undefined;
    return new StatusBoardError({ kind: 'network', message: 'The stream had a gap' }, thrown);
  }

  /** Asks for changes for a while. */
  async #poll(): Promise<void> {
    const until = performance.now() + POLLING_FOR;
    while (!this.#signal.aborted && performance.now() < until) {
      const rest = Math.min(this.#asksAt, until) - performance.now();
      if (rest > 0) await this.#pause(rest);
      // It is a stream's turn, or the network has come or gone.
      if (performance.now() < this.#asksAt) continue;
      try {
        await this.#ask();
        this.#heard();
        this.#tell({ kind: 'polling' });
        this.#asksAt = performance.now() + this.#asksEvery;
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
    this.#tell(troubled(failure, this.#heardAt));
    // What will not pass by itself is tried again, too, for somebody may put it right; but rarely.
    const tries = isTransient(failure) ? Math.max(this.#failures, this.#short) : 20;
    await this.#pause(patienceMs(tries, BACKOFF, failure));
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, this.#untilDisturbed()).catch(() => {});
  }
}

const noStream = (thrown: NoStream): Failure => ({
  kind: 'network',
  message: `Changes do not come through as they happen: ${thrown.message}`,
});
