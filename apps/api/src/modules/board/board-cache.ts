import { LRUCache } from 'lru-cache';
import type { Database } from '../../db/database.ts';
import type { StoredCard } from '../../db/stored-card.ts';
import type { RequestContext } from '../../request-context.ts';
import { type BoardState, boardOf, emptyBoard } from './board-state.ts';
import { ChangeLog } from './change-log.ts';
import { foldChange } from './recorded-change.ts';
import { RevisionReader } from './revision-reader.ts';
import { type BoardRow, type ChangeRow, changesSince, loadBoard } from './sql.ts';

/** Cards kept in memory over all boards; at about 3 KiB each, the answer included, that is some 300 MiB at the very most. */
const CARDS_KEPT = 100_000;

/** Revisions that a board in memory may be behind for being brought forward; what is further behind is read as a whole. */
const FOLD_AT_MOST = 50;

type Caller = Pick<RequestContext, 'shop' | 'timing'>;

/** The answer of `loadBoard`, as a board. */
export function readBoard(date: string, row: BoardRow): BoardState {
  const cards = JSON.parse(row.cards) as { rank: number; card: Omit<StoredCard, 'rank'> }[];
  return boardOf(
    date,
    Number(row.revision),
    cards.map(({ rank, card }) => ({ ...card, rank })),
  );
}

/**
 * Boards in memory by revision. A cached board is handed out only when a look at the database that began after the
 * request arrived said that its revision is the current one, so nobody sees an older board than one they saw before (I7).
 */
export class BoardCache {
  readonly #database: Database;
  readonly #revisions: RevisionReader;
  readonly #boards = new LRUCache<string, { board: BoardState; generation: number }>({
    maxSize: CARDS_KEPT,
    sizeCalculation: ({ board }) => board.cards.size + 1,
  });

  /** Loads under way, so that many readers of a cold board cause one. */
  readonly #loads = new Map<string, Promise<BoardState>>();

  /** What happened to boards lately. */
  readonly changes: ChangeLog;

  constructor(database: Database) {
    this.#database = database;
    this.changes = new ChangeLog(database);
    this.#revisions = new RevisionReader(database);
  }

  /** Of the database: another one has other boards under the same revisions. */
  get identity(): string {
    return this.#database.identity;
  }

  /** A board's revision in the database; 0 where it was never touched. */
  revisionOf(shopId: string, date: string): Promise<number> {
    return this.#revisions.read(shopId, date);
  }

  /** The board as it is in memory, current or not, unless it may be that of another server. */
  peek(shopId: string, date: string): BoardState | undefined {
    const kept = this.#boards.get(shopId + date);
    return kept?.generation === this.#database.generation ? kept.board : undefined;
  }

  /**
   * Takes over a board that was committed. One that is older than what is here is of no use, nor is one of another server.
   * @param generation of the database, before it was read or written
   */
  put(shopId: string, board: BoardState, generation: number): void {
    if (generation !== this.#database.generation) return;
    const cached = this.peek(shopId, board.date);
    if (cached && cached.revision > board.revision) return;
    this.#boards.set(shopId + board.date, { board, generation });
  }

  forget(shopId: string, date: string): void {
    this.#boards.delete(shopId + date);
  }

  /** The current boards of some dates, in their order. */
  async current(ctx: Caller, dates: string[]): Promise<BoardState[]> {
    const started = performance.now();
    const revisions = await Promise.all(dates.map((date) => this.#revisions.read(ctx.shop.id, date)));
    ctx.timing.dbMs += performance.now() - started;
    return Promise.all(dates.map((date, i) => this.at(ctx, date, revisions[i] as number)));
  }

  /** The board at a revision that is known to be committed, or at a newer one. */
  async at(ctx: Caller, date: string, revision: number): Promise<BoardState> {
    const cached = this.peek(ctx.shop.id, date);
    // A newer one was committed by this process while it was looking: all the better.
    if (cached && cached.revision >= revision) return cached;
    if (revision === 0) return emptyBoard(date);
    return this.#load(ctx, date, revision);
  }

  /** A load for the same revision that began earlier still answers that revision or a newer one, of the same server. */
  #load(ctx: Caller, date: string, revision: number): Promise<BoardState> {
    const key = `${ctx.shop.id}${date}@${revision}/${this.#database.generation}`;
    const underWay = this.#loads.get(key);
    if (underWay !== undefined) return underWay;
    const load = this.#read(ctx, date, revision).finally(() => this.#loads.delete(key));
    this.#loads.set(key, load);
    return load;
  }

  async #read(ctx: Caller, date: string, revision: number): Promise<BoardState> {
    const shopId = ctx.shop.id;
    const known = this.peek(shopId, date);
    const { generation } = this.#database;
    const caughtUp = known && revision - known.revision <= FOLD_AT_MOST && (await this.#catchUp(ctx, known, revision));
    if (caughtUp) return caughtUp;
    const [row] = await this.#database.read(ctx, (tx) => tx.query<BoardRow>(loadBoard(shopId, date)));
    const board = readBoard(date, row as BoardRow);
    this.put(shopId, board, generation);
    return board;
  }

  /** Plays over a board in memory what other processes did to it since; undefined where a revision of that is missing. */
  async #catchUp(ctx: Caller, known: BoardState, revision: number): Promise<BoardState | undefined> {
    const { generation } = this.#database;
    const rows = await this.#database.read(ctx, (tx) =>
      tx.query<ChangeRow>(changesSince(ctx.shop.id, known.date, known.revision, 2 * FOLD_AT_MOST)),
    );
    if (generation !== this.#database.generation) return undefined;
    let board = known;
    for (const row of rows) {
      if (Number(row.revision) !== board.revision + 1) return undefined;
      const folded = foldChange(board, row);
      board = folded.board;
      this.changes.add(ctx.shop.id, known.date, folded.change);
    }
    if (board.revision < revision) return undefined;
    this.put(ctx.shop.id, board, generation);
    return board;
  }
}
