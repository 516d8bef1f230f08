import { type Failure, intervalMs, outside, type StatusBoardClient } from '@edgar-auto-shop/client';
import {
  type Change,
  illegal,
  isOpen,
  isParked,
  isUnsent,
  type Outbox,
  type OutboxEntry,
  outboxOf,
} from '@edgar-auto-shop/client/outbox';
import { type Card, canTransition, type Status, type WrittenAppointment } from '@edgar-auto-shop/contract';
import { browserSurroundings, type Surroundings } from './attention.ts';
import { BoardReader } from './board-reader.ts';
import type { Outcome } from './outcomes.ts';
import { OverlayList } from './overlay-list.ts';
import { Promises } from './promises.ts';
import { notHere, notYours, refused } from './refusals.ts';
import { replay } from './replay.ts';
import { BoardPainter } from './shown-board.ts';
import { type BoardSnapshot, connectionOf, EMPTY_SNAPSHOT, sameSnapshot } from './snapshot.ts';

/** What a store follows, and how. */
export interface BoardStoreOptions {
  client: StatusBoardClient;
  /** `YYYY-MM-DD`; today in the shop's zone without one, also after midnight. */
  date?: string | undefined;
  /** Where changes are kept until the server has them; the client's own without one. */
  outbox?: Outbox;
  /** Whether changes are followed as they happen; otherwise the board is read again and again. */
  live?: boolean;
  /** Whether the board is read again and again where changes cannot be followed. */
  enablePolling?: boolean;
  /** Milliseconds between two of those reads while somebody looks: 2,500 without one, never less than 250; `Infinity` is as `enablePolling: false`. */
  pollingInterval?: number;
  /** The browser's own without one; another in tests and where there is none. */
  surroundings?: Surroundings;
}

/**
 * A date's board that redraws before the server answers and ends where the server is. Usable without React:
 * `subscribe` starts reading, `getSnapshot` is what to show.
 */
export class BoardStore {
  readonly #date: string | undefined;
  readonly #surroundings: Surroundings;
  readonly #outbox: Outbox;
  readonly #reader: BoardReader;
  readonly #overlays = new OverlayList();
  readonly #promises = new Promises();
  readonly #painter = new BoardPainter();
  readonly #listeners = new Set<() => void>();
  /** Undos that are taking a change out of the outbox, by card. */
  readonly #leaving = new Map<string, Promise<Outcome>>();
  #snapshot: BoardSnapshot = EMPTY_SNAPSHOT;
  #heeding: (() => void) | undefined;
  #tries = 0;
  #answers = 0;

  constructor(options: BoardStoreOptions) {
    const { client, date, live = true, enablePolling, pollingInterval } = options;
    this.#date = date;
    this.#outbox = options.outbox ?? outboxOf(client);
    this.#surroundings = options.surroundings ?? browserSurroundings;
    this.#reader = new BoardReader({
      client,
      date,
      live,
      surroundings: this.#surroundings,
      // A board without what is pending on it would show cards where they soon are not.
      prepare: this.#outbox.start,
      onTaken: (revision, read) => this.#overlays.settleBy(revision, read),
      onBoard: (board, isBack) => {
        this.#heed();
        if (isBack) this.#outbox.meet(board.date, board.revision);
      },
      onChange: () => this.#publish(),
    });
    this.#reader.setPolling(intervalMs(pollingInterval, enablePolling));
  }

  readonly getSnapshot = (): BoardSnapshot => this.#snapshot;

  /** The first subscriber starts the reading, the last one ends it. What is pending is sent in any case. */
  readonly subscribe = (listener: () => void): (() => void) => {
    // One of its own, for the same function may be given twice.
    const one = () => listener();
    this.#listeners.add(one);
    this.#heedOutbox();
    void this.#outbox.start();
    this.#reader.start();
    return () => {
      this.#listeners.delete(one);
      if (this.#listeners.size > 0) return;
      this.#reader.stop();
      this.#rest();
    };
  };

  /** Whether nobody looks and nobody waits for an answer, so that it may be forgotten. */
  get isIdle(): boolean {
    return this.#listeners.size === 0 && this.#promises.size === 0;
  }

  /**
   * Whether the board is read again and again where changes cannot be followed, and how often. Of several who look at it the most
   * eager decides, until it says that it is done.
   *
   * @param interval milliseconds between two reads while somebody looks; 2,500 where it says none, never less than 250
   * @returns says that it is done
   */
  askPolling(enabled: boolean | undefined, interval: number | undefined): () => void {
    return this.#reader.askPolling(intervalMs(interval, enabled));
  }

  /**
   * Moves a card to another column; without a position, to its end. What the workflow forbids is refused on the spot. The same
   * move made twice, as by a double click, is one; another one is sent after it.
   */
  readonly moveAppointment = async (cardId: string, newStatus: Status, position?: number): Promise<Outcome> => {
    const card = this.#cardOf(cardId);
    const latest = this.#latestOf(cardId);
    if (latest && card?.status === newStatus && latest.change.kind !== 'undo') {
      // It is on its way there already. What may be new is the place.
      return position === undefined ? this.#ending(latest) : this.reorder(cardId, position);
    }
    if (card && !canTransition(card.status, newStatus)) return refused(cardId, illegal(card.status, newStatus), card);
    return this.#intend(cardId, { kind: 'move', to: newStatus, position });
  };

  /** Gives a card another place in its own column. The place that it is on its way to is no further change. */
  readonly reorder = (cardId: string, position: number): Promise<Outcome> => {
    const latest = this.#latestOf(cardId);
    if (latest && this.#cardOf(cardId)?.position === position) return this.#ending(latest);
    return this.#intend(cardId, { kind: 'reorder', position });
  };

  /**
   * Takes back one's own latest change of a card. One that was not sent yet is simply taken out of the outbox. Where the latest
   * change is somebody else's, it is refused, unless its version is named.
   *
   * @param version the one to be taken back, such as `outcome.answer.version`; refused where the card has another by now. Also for a
   * card that is not on this board (any more), such as a cancelled one
   * @example if (canUndo(card.id)) await undo(card.id);
   */
  readonly undo = async (cardId: string, version?: number): Promise<Outcome> => {
    const shown = this.#cardOf(cardId);
    if (shown && version !== undefined && version !== shown.version) return notYours(shown, version);
    // Twice at once is once, as by a double click: what is being taken out shows no more, and the second would take back the one before.
    const leaving = version === undefined && this.#leaving.get(cardId);
    if (leaving) return leaving;
    const made = this.#latestOf(cardId);
    if (made?.change.kind === 'undo') return this.#ending(made);
    if (!made || !isUnsent(made)) return this.#takeBack(cardId, version, made);
    const undone = this.#outbox.withdraw(made.id).then(() => {
      if (this.#leaving.get(cardId) === undone) this.#leaving.delete(cardId);
      return this.#takeBack(cardId, version, made);
    });
    this.#leaving.set(cardId, undone);
    return undone;
  };

  /** @param made the latest change, as far as was known before it was perhaps withdrawn */
  async #takeBack(cardId: string, version?: number, made?: OutboxEntry): Promise<Outcome> {
    // Another window may have sent it meanwhile, and the server may have refused it: so all is looked at again.
    const now = made && this.#entryOf(made.id);
    if (made && (!now || isParked(now))) return this.#ending(made);
    const latest = this.#latestOf(cardId);
    const card = this.#cardOf(cardId);
    const restore = latest ? latest.before : this.#overlays.placeBefore(cardId, card?.version);
    if (card && !latest && !restore && version === undefined) return notYours(card);
    return this.#intend(cardId, { kind: 'undo', restore, undoes: latest?.id }, version);
  }

  /** Whether a card's latest change is one's own, so that `undo` takes back that. */
  readonly canUndo = (cardId: string): boolean => {
    const latest = this.#latestOf(cardId);
    if (latest) return latest.change.kind !== 'undo';
    return this.#overlays.placeBefore(cardId, this.#cardOf(cardId)?.version) !== undefined;
  };

  /** Makes a parked change anew, on the card as it now is. */
  readonly keepMine = async (id: string): Promise<Outcome> => {
    const entry = this.#entryOf(id);
    if (!entry) return notHere(id);
    const { cardId } = entry;
    const card = this.#reader.confirmed.model?.cards.get(cardId);
    const failure = await this.#outbox.keepMine(id, card);
    return failure ? refused(cardId, failure, card) : this.#ending(entry);
  };

  /** Gives a pending or parked change up, with what was built on it. */
  readonly discard = (id: string): void => {
    this.#outbox.discard(id);
    if (this.#listeners.size > 0) void this.#reader.refresh();
  };

  /** Reads the board now. */
  readonly refresh = async (): Promise<void> => {
    await this.#reader.refresh();
  };

  /** Shows an appointment that was created, edited or cancelled elsewhere in the program without waiting for a read. */
  readonly absorb = (written: WrittenAppointment, removed = false): void => {
    const { date, revision, ...card } = written;
    const model = this.#reader.confirmed.model;
    if (model) {
      const elsewhere = date !== model.date;
      this.#reader.confirmed.acknowledge(date, revision);
      // What the board has already may have gone on from there.
      if (elsewhere || BigInt(revision) > BigInt(model.revision)) {
        this.#overlays.addWritten(
          { card, removed: removed || elsewhere },
          elsewhere ? { read: this.#reader.reads } : { revision: BigInt(revision) },
        );
        this.#publish();
      }
    }
    void this.#reader.refresh();
  };

  async #intend(cardId: string, change: Change, version?: number): Promise<Outcome> {
    // Whoever takes back from now on means this.
    this.#leaving.delete(cardId);
    const card = this.#cardOf(cardId);
    const expectedVersion = card?.version ?? version;
    if (expectedVersion === undefined) return notHere(cardId);
    const date = this.#reader.confirmed.model?.date ?? this.#date ?? '';
    return this.#ending(this.#outbox.add({ cardId, date, change, expectedVersion, card }));
  }

  #ending(entry: OutboxEntry): Promise<Outcome> {
    const ending = this.#promises.of(entry);
    this.#heedOutbox();
    this.#heed();
    return ending;
  }

  #entryOf(id: string): OutboxEntry | undefined {
    return this.#outbox.entries.find((it) => it.id === id);
  }

  #latestOf(cardId: string): OutboxEntry | undefined {
    return this.#outbox.entries.findLast((it) => it.cardId === cardId && isOpen(it));
  }

  #cardOf(cardId: string): Card | undefined {
    const shown = this.#shown();
    const card = shown?.cards.get(cardId);
    return card && { ...card, position: shown?.order[card.status].indexOf(cardId) ?? 0 };
  }

  #shown() {
    const { model } = this.#reader.confirmed;
    return model && replay(model, this.#overlays.all);
  }

  #heedOutbox(): void {
    this.#heeding ??= this.#outbox.subscribe(() => this.#heed());
  }

  #rest(): void {
    if (!this.isIdle) return;
    this.#heeding?.();
    this.#heeding = undefined;
  }

  /** Shows what has become of the outbox, and tells those who wait for it. */
  #heed(): void {
    const { entries } = this.#outbox;
    const { model } = this.#reader.confirmed;
    if (model) {
      const ofDate = entries.filter((it) => it.date === model.date);
      const news = this.#overlays.sync(ofDate, { revision: BigInt(model.revision), read: this.#reader.reads });
      for (const { answer } of news.applied)
        if (answer) this.#reader.confirmed.acknowledge(answer.date, answer.revision);
      if (news.applied.length > 0) this.#reader.expectNews();
      if (news.fallen.length > 0) void this.#giveBack(news.fallen);
    }
    this.#promises.hear(entries);
    // Of a day that is not on the screen any more: nothing has to be read before it can be told.
    this.#tell(entries.filter((it) => isParked(it) && it.date !== model?.date));
    this.#publish();
    this.#rest();
    // A try that failed says that the server is out of reach before a read does, and an answer that it is back.
    const tries = entries.reduce((sum, it) => sum + it.tries, 0);
    const answers = entries.filter((it) => it.answer).length;
    const isNews = tries > this.#tries || (answers > this.#answers && this.#reader.error);
    if (isNews && this.#listeners.size > 0) void this.#reader.refresh();
    this.#tries = tries;
    this.#answers = answers;
  }

  /** Shows where cards really are whose changes were refused; then says so to who made them. */
  async #giveBack(fallen: readonly OutboxEntry[]): Promise<void> {
    const known = await this.#reader.refresh();
    for (const { theirs, follows, date } of fallen) {
      if (!known && theirs && !follows)
        this.#overlays.addWritten(
          { card: theirs, removed: (theirs.date ?? date) !== date },
          { read: this.#reader.reads },
        );
    }
    this.#overlays.remove(fallen.map((it) => it.id));
    this.#publish();
    this.#tell(fallen);
    this.#rest();
  }

  /** Tells who made them that they were refused, if they were made here and a moment ago. With that they are done. */
  #tell(fallen: readonly OutboxEntry[]): void {
    const told = fallen.filter((it) => !it.waited && this.#promises.has(it.id));
    for (const { id, cardId, reason, follows } of told) {
      this.#promises.settle(id, refused(cardId, reason as Failure, this.#cardOf(cardId), follows !== undefined));
    }
    for (const { id } of told) this.#outbox.discard(id);
  }

  #publish(): void {
    const shown = this.#shown();
    const { error } = this.#reader;
    const next: BoardSnapshot = {
      ...(shown ? this.#painter.paint(shown) : { board: null, stats: null }),
      loading: !shown && !error,
      error,
      connection: connectionOf(shown !== null, this.#surroundings.isOffline(), this.#reader),
      // What was refused a moment ago is told to who made it, once it is known where the card is.
      pending: this.#outbox.entries.filter(
        (it) => isOpen(it) || (isParked(it) && (it.waited || !this.#promises.has(it.id))),
      ),
      isKept: this.#outbox.isKept,
    };
    if (sameSnapshot(this.#snapshot, next)) return;
    this.#snapshot = next;
    for (const listener of this.#listeners) outside(listener);
  }
}
