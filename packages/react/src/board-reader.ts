import { type Failure, NO_RETRY, type StatusBoardClient } from '@edgar-auto-shop/client';
import type { Board } from '@edgar-auto-shop/contract';
import type { Surroundings } from './attention.ts';
import { ConfirmedBoard } from './confirmed-board.ts';
import { Follower } from './follower.ts';
import { Poller } from './poller.ts';

/** A followed change must be here so long after its acknowledgement, in milliseconds; otherwise the board is read. */
const ARRIVES_WITHIN = 2_000;
/** A board that came without being asked for is never older than when it was asked for. */
const NO_READ = 0n;
/** No revision is later: the database's numbers have 64 bits. */
const ALL = 1n << 64n;

interface Parts {
  client: StatusBoardClient;
  /** `YYYY-MM-DD`; today in the shop's zone without one. */
  date: string | undefined;
  /** Whether changes are followed as they happen. */
  live: boolean;
  surroundings: Surroundings;
  /** What has to be there before a board is shown. */
  prepare(): Promise<void>;
  /** A newer board was taken: what it has, up to this revision and from before this read, need not be shown on top any more. */
  onTaken(revision: bigint, read: number): void;
  /** A board came, newer or not; `isBack` where it is the first one, or the first after a failure. */
  onBoard(board: Board, isBack: boolean): void;
  /** How fresh the board is has changed. */
  onChange(): void;
}

/** The board as the server has it: read again and again, or followed as it changes, while somebody looks. */
export class BoardReader {
  readonly confirmed = new ConfirmedBoard();
  readonly #parts: Parts;
  readonly #poller: Poller;
  readonly #follower: Follower;
  /** After how many milliseconds each of those who look wants another read; endless is never. */
  readonly #wishes = new Map<object, number>();
  /** How many reads have begun: what is done now is in every board that a later one brings. */
  reads = 0;
  /** Why the latest read failed; null once one succeeds. */
  error: Failure | null = null;
  /** When the server last told the board, or that nothing has changed, in milliseconds since 1970. */
  syncedAt: number | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { client, date, surroundings } = parts;
    this.#poller = new Poller({
      load: () => this.#load(),
      onFailure: (failure) => {
        this.error = failure;
        parts.onChange();
      },
      surroundings,
      goesOn: !date,
    });
    this.#follower = new Follower({
      client,
      surroundings,
      onBoard: (board) => this.#follow(board),
      onFollowing: (following, until) => this.#onFollowing(following, until),
    });
  }

  /** Whether every change comes as it happens. */
  get isLive(): boolean {
    return this.#follower.isLive;
  }

  /** Whether news come without being asked for: by a read that is due, or by a subscription that is on its way. */
  get isKeptFresh(): boolean {
    return this.isLive || this.#poller.enabled || this.#follower.isConnecting;
  }

  /** @param interval milliseconds between two reads, as `intervalMs` answers it */
  setPolling(interval: number): void {
    if (!this.#poller.set(interval)) return;
    this.#follower.setPolling(interval);
    this.#parts.onChange();
  }

  /** What one of perhaps several who look wishes for, until the function that is answered is called. */
  askPolling(interval: number): () => void {
    const who = {};
    this.#wishes.set(who, interval);
    this.#heedWishes();
    return () => {
      this.#wishes.delete(who);
      // Nobody is left, or somebody is about to say something else.
      if (this.#wishes.size > 0) this.#heedWishes();
    };
  }

  #heedWishes(): void {
    this.setPolling(Math.min(...this.#wishes.values()));
  }

  start(): void {
    this.#poller.start();
    if (this.#parts.live) this.#follower.start();
  }

  stop(): void {
    this.#poller.stop();
    this.#follower.stop();
  }

  /** A read that begins now, also where nobody looks. Answers whether it succeeded. */
  refresh(): Promise<boolean> {
    return this.#poller.refresh();
  }

  /** The server has something that is not here yet. */
  expectNews(): void {
    // What should come by itself is read if it does not.
    if (this.isLive) setTimeout(() => this.confirmed.isBehind && this.#poller.look(), ARRIVES_WITHIN);
    else void this.#poller.refresh();
  }

  async #load(): Promise<void> {
    const { client, date, prepare } = this.#parts;
    const read = ++this.reads;
    const { floor } = this.confirmed;
    // The store repeats by itself, so that what it shows meanwhile is true.
    const [board] = await Promise.all([client.fetchBoard(date ? { date } : {}, { retry: NO_RETRY }), prepare()]);
    this.#follower.follow(board.date);
    this.#offer(board, floor, read);
  }

  #onFollowing(following: boolean, until: number): void {
    if (this.syncedAt) this.syncedAt = Math.max(this.syncedAt, until);
    this.#poller.resting = following;
    if (!following) this.#poller.look();
    this.#parts.onChange();
  }

  /** A board that came by itself. It says nothing about reads: what waits for one goes on waiting. */
  #follow(board: Board): void {
    if (board.date === this.confirmed.model?.date) this.#offer(board, NO_READ, 0);
  }

  #offer(board: Board, floor: bigint, read: number): void {
    const { floor: known, model } = this.confirmed;
    const revision = BigInt(board.revision);
    if (this.confirmed.offer(board, floor)) {
      // Of another day nothing is shown on top of this one, and a database that was put back to an older state has nothing of what
      // it had acknowledged.
      if (model?.date !== board.date) this.#parts.onTaken(ALL, Infinity);
      else this.#parts.onTaken(revision > known ? revision : known, read);
    }
    const isBack = this.error !== null || this.syncedAt === null;
    this.syncedAt = this.#parts.surroundings.now();
    this.error = null;
    this.#parts.onBoard(board, isBack);
  }
}
