import type { RequestContext } from '../../request-context.ts';
import type { BoardCache } from './board-cache.ts';
import { type BoardEvents, type ChangeId, writeChangeId } from './board-events.ts';
import type { BoardState } from './board-state.ts';
import type { RecordedChange } from './recorded-change.ts';
import { boardIn, renderChange, renderMissed, wholeBoard } from './render-board.ts';

/** Where events go: somebody who listens. */
export interface Listener {
  /** Takes bytes of whole events; they are never asked back. */
  send(bytes: Buffer): void;
  /** Ends the stream: who listens comes back. */
  end(): void;
}

/** The latest revision that a listener was told of, and the board's database as it then was. */
interface Place {
  revision: number;
  generation: number;
}

const END = Buffer.from('\n\n');
/** Says nothing but that somebody is there. */
const PING = Buffer.from('event: ping\ndata: {}\n\n');

type Caller = Pick<RequestContext, 'shop' | 'timing'>;

/**
 * How many listeners are told a millisecond: a board with many listeners is told less often and more at once, up to
 * the longest wait in milliseconds. 1,000 listeners at 100 moves/s are then 20,000 writes a second instead of 100,000.
 */
const LISTENERS_PER_MS = 20;
const LONGEST_WAIT = 50;

/** How many kinds of newcomers are told what is there already: after a start most of them missed the same. */
const WELCOMES_KEPT = 8;

/** The listeners of one board. Each is told every revision after the one that it came with, once, in order. */
export class BoardFeed {
  readonly date: string;
  readonly #ctx: Caller;
  readonly #boards: BoardCache;
  readonly #events: BoardEvents;
  readonly #generation: () => number;
  readonly #listeners = new Map<Listener, Place>();
  #coming = 0;
  /** What newcomers are told first of a board, while some are coming, by how many revisions they missed. */
  #welcomes: { board?: BoardState; readonly bytes: Map<number | undefined, Buffer> } = { bytes: new Map() };
  /** The newest revision known to be committed. */
  #known = 0;
  #telling = false;
  #toldAt = 0;
  /** Since when there has been something to tell, and nothing could be told. */
  #stuckSince: number | undefined;
  #failure: unknown;

  constructor(ctx: Caller, date: string, boards: BoardCache, events: BoardEvents, generation: () => number) {
    this.date = date;
    this.#ctx = ctx;
    this.#boards = boards;
    this.#events = events;
    this.#generation = generation;
  }

  get shopId(): string {
    return this.#ctx.shop.id;
  }

  /** Whether nobody listens, or is about to. */
  get isIdle(): boolean {
    return this.#listeners.size + this.#coming === 0;
  }

  /**
   * Tells a newcomer what it missed, or the whole board, and from then on everything.
   * @throws ApiError `unavailable`; then it was not added
   */
  async add(listener: Listener, last: ChangeId | undefined, isGone: () => boolean): Promise<void> {
    this.#coming += 1;
    try {
      await this.#welcome(listener, last, isGone);
    } finally {
      this.#coming -= 1;
      if (this.#coming === 0) this.#welcomes = { bytes: new Map() };
    }
  }

  async #welcome(listener: Listener, last: ChangeId | undefined, isGone: () => boolean): Promise<void> {
    const generation = this.#generation();
    const [board] = (await this.#boards.current(this.#ctx, [this.date])) as [BoardState];
    const fits = last?.identity === this.#events.identity && last.date === this.date;
    const missed = fits ? await this.#events.since(this.#ctx, board, last.revision, generation) : undefined;
    if (isGone()) return;
    // Who missed nothing hears something all the same: that the stream comes through.
    if (missed?.length === 0) listener.send(PING);
    else listener.send(this.#welcomeOf(board, missed));
    this.#listeners.set(listener, { revision: board.revision, generation });
    this.committed(Math.max(board.revision, this.#known));
  }

  /** @param missed up to the board; undefined where it is told as a whole */
  #welcomeOf(board: BoardState, missed: RecordedChange[] | undefined): Buffer {
    if (this.#welcomes.board !== board) this.#welcomes = { board, bytes: new Map() };
    let bytes = this.#welcomes.bytes.get(missed?.length);
    if (!bytes) {
      const texts = missed && renderMissed(this.#ctx.shop, board, missed);
      bytes = missed && texts ? this.#write(missed, texts) : this.#writeBoard(board);
      if (this.#welcomes.bytes.size >= WELCOMES_KEPT) this.#welcomes.bytes.clear();
      this.#welcomes.bytes.set(missed?.length, bytes);
    }
    return bytes;
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** A revision is known to be committed, by this process or by another. */
  committed(revision: number): void {
    this.#known = Math.max(this.#known, revision);
    void this.#tell();
  }

  /** Tells what is left to tell: also after a break, when what answers now may be another server and everybody gets a whole board. */
  look(): void {
    void this.#tell();
  }

  /** Why those who listen could not be told anything for so many milliseconds and longer, if that is so. */
  failureOf(ms: number): unknown {
    if (this.#listeners.size === 0 || performance.now() - (this.#stuckSince ?? Number.POSITIVE_INFINITY) < ms)
      return undefined;
    return this.#failure ?? new Error(`nothing came of it for ${ms} ms`);
  }

  /** Sends all away. */
  end(): void {
    this.#stuckSince = undefined;
    for (const listener of [...this.#listeners.keys()]) listener.end();
  }

  ping(): void {
    for (const listener of this.#listeners.keys()) listener.send(PING);
  }

  async #tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    try {
      while (this.#isBehind()) {
        this.#stuckSince ??= performance.now();
        const wait =
          Math.min(this.#listeners.size / LISTENERS_PER_MS, LONGEST_WAIT) - (performance.now() - this.#toldAt);
        if (wait > 1) await new Promise((done) => setTimeout(done, wait));
        await this.#tellOnce();
        this.#toldAt = performance.now();
        this.#stuckSince = undefined;
      }
      this.#stuckSince = undefined;
      this.#failure = undefined;
    } catch (error) {
      // Mostly the database is out of reach. Whoever watches it calls again, and asks how long this has been so.
      this.#failure = error;
    } finally {
      this.#telling = false;
    }
  }

  #isBehind(): boolean {
    const generation = this.#generation();
    for (const place of this.#listeners.values()) {
      if (place.revision < this.#known || place.generation !== generation) return true;
    }
    return false;
  }

  async #tellOnce(): Promise<void> {
    const generation = this.#generation();
    // Who comes from now on, with a board that may be newer than the one that is asked for here, is told in the next round.
    const places = new Map(this.#listeners);
    const isNew = [...places.values()].some((place) => place.generation !== generation);
    const known = this.#known;
    // After a break the database itself is asked; otherwise its revision is known already.
    const board = isNew
      ? ((await this.#boards.current(this.#ctx, [this.date])) as [BoardState])[0]
      : await this.#boards.at(this.#ctx, this.date, known);
    // One that came back with less than it had has nothing more to tell, unless it was told of more in the meantime.
    if (known === this.#known && (isNew || board.revision < known)) this.#known = board.revision;
    // Listeners stand at few different places: what one is told is made once for all who stand there.
    const told = new Map<number, Buffer>();
    const starts = new Set<number>();
    for (const place of places.values()) if (place.generation === generation) starts.add(place.revision);
    for (const start of starts) {
      if (start >= board.revision) continue;
      const changes = await this.#events.since(this.#ctx, board, start, generation);
      if (changes) told.set(start, this.#write(changes));
    }
    let whole: Buffer | undefined;
    for (const [listener, place] of places) {
      // Gone meanwhile, or come anew.
      if (this.#listeners.get(listener) !== place) continue;
      if (place.generation === generation && place.revision >= board.revision) continue;
      const bytes = place.generation === generation ? told.get(place.revision) : undefined;
      whole ??= bytes ? undefined : this.#writeBoard(board);
      listener.send(bytes ?? (whole as Buffer));
      this.#listeners.set(listener, { revision: board.revision, generation });
    }
  }

  #write(changes: RecordedChange[], texts = changes.map(renderChange)): Buffer {
    const events = changes.map((it, i) => `${this.#head('change', it.revision)}${texts[i]}${END}`);
    return Buffer.from(events.join(''));
  }

  #writeBoard(board: BoardState): Buffer {
    const head = Buffer.from(this.#head('board', board.revision));
    return Buffer.concat([head, boardIn(wholeBoard(this.#ctx.shop, board)), END]);
  }

  #head(name: string, revision: number): string {
    const id = writeChangeId({ identity: this.#events.identity, date: this.date, revision });
    return `id: ${id}\nevent: ${name}\ndata: `;
  }
}
