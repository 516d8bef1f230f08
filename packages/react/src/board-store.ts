import type { Failure, StatusBoardClient } from '@edgar-auto-shop/client';
import {
  type Board,
  type Card,
  canTransition,
  type Moved,
  type Status,
  type WrittenAppointment,
} from '@edgar-auto-shop/contract';
import { browserSurroundings, type Surroundings } from './attention.ts';
import { ConfirmedBoard } from './confirmed-board.ts';
import { Follower } from './follower.ts';
import type { Change, Outcome } from './intents.ts';
import { OverlayList } from './overlay-list.ts';
import { Poller } from './poller.ts';
import { currentOf, notHere, refusedHere } from './refusals.ts';
import { replay } from './replay.ts';
import { SendQueue } from './send-queue.ts';
import { BoardPainter } from './shown-board.ts';
import { type BoardSnapshot, connectionOf, EMPTY_SNAPSHOT, sameSnapshot } from './snapshot.ts';

export interface BoardStoreOptions {
  client: StatusBoardClient;
  /** `YYYY-MM-DD`; today in the shop's zone without one, also after midnight. */
  date?: string | undefined;
  /** Whether changes are followed as they happen; otherwise the board is read again and again. */
  live?: boolean;
  /** Milliseconds between two reads while somebody looks and changes cannot be followed. */
  pollingInterval?: number;
  surroundings?: Surroundings;
}

export const DEFAULT_POLLING_INTERVAL = 2_500;
/** The store repeats by itself, so that what it shows meanwhile is true. */
/** A followed change must be here so long after its acknowledgement, in milliseconds; otherwise the board is read. */
const ARRIVES_WITHIN = 2_000;
/** A board that came without being asked for is never older than when it was asked for. */
const NO_READ = 0n;
const ONCE = { attempts: 1, baseMs: 0, capMs: 0 };

/**
 * A date's board that redraws before the server answers and ends where the server is. Usable without React:
 * `subscribe` starts reading, `getSnapshot` is what to show.
 */
export class BoardStore {
  readonly #client: StatusBoardClient;
  readonly #date: string | undefined;
  readonly #surroundings: Surroundings;
  readonly #confirmed = new ConfirmedBoard();
  readonly #overlays = new OverlayList();
  readonly #painter = new BoardPainter();
  readonly #poller: Poller;
  readonly #follower: Follower | null;
  readonly #queue: SendQueue;
  readonly #listeners = new Set<() => void>();
  #snapshot: BoardSnapshot = EMPTY_SNAPSHOT;
  #error: Failure | null = null;
  #syncedAt: number | null = null;
  #reads = 0;

  constructor(options: BoardStoreOptions) {
    this.#client = options.client;
    this.#date = options.date;
    this.#surroundings = options.surroundings ?? browserSurroundings;
    this.#poller = new Poller({
      load: () => this.#load(),
      onFailure: (failure) => this.#fail(failure),
      surroundings: this.#surroundings,
      interval: options.pollingInterval ?? DEFAULT_POLLING_INTERVAL,
    });
    this.#follower = options.live === false ? null : this.#makeFollower();
    this.#queue = new SendQueue(options.client, {
      next: () => this.#overlays.nextToSend(),
      onChange: () => this.#publish(),
      onAcknowledged: (intent, answer) => this.#acknowledge(intent.key, answer),
      onRefused: (intent, failure) => void this.#refuse(intent.key, failure),
      onUnreachable: () => void this.#poller.refresh(),
    });
  }

  readonly getSnapshot = (): BoardSnapshot => this.#snapshot;

  /** The first subscriber starts the reading, the last one ends it. What is pending is sent in any case. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#poller.start();
    this.#follower?.start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#poller.stop();
      this.#follower?.stop();
    };
  };

  /** Whether nobody looks and nothing is left to be sent, so that it may be forgotten. */
  get isIdle(): boolean {
    return this.#listeners.size === 0 && this.#snapshot.pending.length === 0;
  }

  set pollingInterval(ms: number) {
    this.#poller.interval = ms;
  }

  /** Moves a card to another column; without a position, to its end. What the workflow forbids is refused on the spot. */
  readonly moveAppointment = (cardId: string, newStatus: Status, position?: number): Promise<Outcome> => {
    const card = this.#cardOf(cardId);
    if (card && !canTransition(card.status, newStatus)) return Promise.resolve(refusedHere(card, newStatus));
    return this.#intend(cardId, { kind: 'move', to: newStatus, position });
  };

  /** Gives a card another place in its own column. */
  readonly reorder = (cardId: string, position: number): Promise<Outcome> =>
    this.#intend(cardId, { kind: 'reorder', position });

  /**
   * Takes back a card's latest change. One that was not sent yet is simply withdrawn.
   *
   * @param version of a card that is not on this board (any more), such as a cancelled one
   */
  readonly undo = (cardId: string, version?: number): Promise<Outcome> => {
    if (this.#overlays.withdrawLatest(cardId)) {
      this.#publish();
      return Promise.resolve({ kind: 'withdrawn', cardId });
    }
    const card = this.#cardOf(cardId);
    const restore = this.#overlays.placeBefore(cardId, card?.version);
    return this.#intend(cardId, { kind: 'undo', restore }, version);
  };

  /** Reads the board now. */
  readonly refresh = async (): Promise<void> => {
    await this.#poller.refresh();
  };

  /** Shows an appointment that was created, edited or cancelled elsewhere in the program without waiting for a read. */
  readonly absorb = (written: WrittenAppointment, removed = false): void => {
    const { date, revision, ...card } = written;
    const model = this.#confirmed.model;
    if (model) {
      const elsewhere = date !== model.date;
      this.#confirmed.acknowledge(date, revision);
      this.#overlays.addWritten(
        { card, removed: removed || elsewhere },
        elsewhere ? { read: this.#reads } : { revision: BigInt(revision) },
      );
      this.#publish();
    }
    void this.#poller.refresh();
  };

  #intend(cardId: string, change: Change, version?: number): Promise<Outcome> {
    const card = this.#cardOf(cardId);
    const expectedVersion = card?.version ?? version;
    if (expectedVersion === undefined) return Promise.resolve(notHere(cardId));
    return new Promise((settle) => {
      const at = new Date(this.#surroundings.now()).toISOString();
      this.#overlays.addIntent({ cardId, change, expectedVersion, before: card, at, settle });
      this.#publish();
      this.#queue.kick();
    });
  }

  #cardOf(cardId: string): Card | undefined {
    return this.#shown()?.cards.get(cardId);
  }

  #shown() {
    const { model } = this.#confirmed;
    return model && replay(model, this.#overlays.all);
  }

  async #load(): Promise<void> {
    const read = ++this.#reads;
    const { floor } = this.#confirmed;
    const board = await this.#client.fetchBoard(this.#date ? { date: this.#date } : {}, { retry: ONCE });
    if (this.#confirmed.offer(board, floor)) this.#overlays.settleBy(BigInt(board.revision), read);
    this.#synced();
    this.#follower?.follow(board.date);
  }

  #makeFollower(): Follower {
    return new Follower({
      client: this.#client,
      surroundings: this.#surroundings,
      onBoard: (board) => this.#follow(board),
      pollingInterval: () => this.#poller.interval,
      onFollowing: (following) => {
        this.#poller.resting = following;
        if (!following && this.#listeners.size > 0) void this.#poller.refresh();
        this.#publish();
      },
    });
  }

  /** A board that came by itself. It says nothing about reads: what waits for one goes on waiting. */
  #follow(board: Board): void {
    if (board.date !== this.#confirmed.model?.date) return;
    if (this.#confirmed.offer(board, NO_READ)) this.#overlays.settleBy(BigInt(board.revision), 0);
    this.#synced();
  }

  #synced(): void {
    this.#syncedAt = this.#surroundings.now();
    this.#error = null;
    this.#publish();
    this.#queue.hurry();
  }

  #fail(failure: Failure): void {
    this.#error = failure;
    this.#publish();
  }

  #acknowledge(key: string, answer: Moved): void {
    this.#confirmed.acknowledge(answer.date, answer.revision);
    this.#overlays.acknowledge(key, answer);
    this.#publish();
    if (this.#follower?.isLive === true) setTimeout(() => this.#catchUp(), ARRIVES_WITHIN);
    else void this.#poller.refresh();
  }

  /** Reads what should have come by itself and did not. */
  #catchUp(): void {
    if (this.#confirmed.isBehind && this.#listeners.size > 0) void this.#poller.refresh();
  }

  async #refuse(key: string, failure: Failure): Promise<void> {
    const fallen = this.#overlays.refuse(key, this.#reads);
    const known = await this.#poller.refresh();
    const current = currentOf(failure);
    if (!known && current) this.#overlays.addWritten({ card: current, removed: false }, { read: this.#reads });
    this.#overlays.remove(fallen.map((intent) => intent.key));
    this.#publish();
    for (const [i, { cardId, settle }] of fallen.entries()) {
      settle({ kind: 'refused', cardId, failure, card: this.#cardOf(cardId), follows: i > 0 });
    }
  }

  #publish(): void {
    const shown = this.#shown();
    const facts = {
      hasBoard: shown !== null,
      failed: this.#error !== null,
      offline: this.#surroundings.isOffline(),
      live: this.#follower?.isLive ?? false,
      syncedAt: this.#syncedAt,
    };
    const next: BoardSnapshot = {
      ...(shown ? this.#painter.paint(shown) : { board: null, stats: null }),
      loading: shown === null && this.#error === null,
      error: this.#error,
      connection: connectionOf(facts),
      pending: this.#overlays.pending(),
    };
    if (sameSnapshot(this.#snapshot, next)) return;
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }
}
