import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import type { BoardCache } from './board-cache.ts';
import type { BoardState } from './board-state.ts';
import { CHANGES_KEPT } from './change-log.ts';
import { type RecordedChange, unwindChanges } from './recorded-change.ts';
import { type ChangeRow, changesSince } from './sql.ts';

type Caller = Pick<RequestContext, 'shop' | 'timing'>;

/** What was read of a board: what happened after one revision up to another; without changes where one of them is missing. */
interface Look {
  since: number;
  upTo: number;
  changes: RecordedChange[] | undefined;
}

/** Where a client is: on which database and date, at which revision. */
export interface ChangeId {
  identity: string;
  date: string;
  revision: number;
}

/** @example writeChangeId({ identity: '7f1b…', date: '2025-09-20', revision: 42 }) // '7f1b….2025-09-20.42' */
export const writeChangeId = ({ identity, date, revision }: ChangeId): string => `${identity}.${date}.${revision}`;

const WRITTEN = /^([0-9a-f-]{36})\.(\d{4}-\d{2}-\d{2})\.(\d{1,15})$/;

/** What a client says it has; undefined where that is nothing we ever wrote. */
export function readChangeId(text: string | undefined): ChangeId | undefined {
  const [, identity, date, revision] = WRITTEN.exec(text ?? '') ?? [];
  return identity && date ? { identity, date, revision: Number(revision) } : undefined;
}

/** The latest changes of boards: from memory, else from the database. */
export class BoardEvents {
  readonly #database: Database;
  readonly #boards: BoardCache;
  /** Looks under way, one a board and generation: after a start everybody comes back at once, and most of them missed the same. */
  readonly #looks = new Map<string, Promise<Look>>();

  constructor(database: Database, boards: BoardCache) {
    this.#database = database;
    this.#boards = boards;
  }

  get identity(): string {
    return this.#database.identity;
  }

  /** Of the database: to be asked before the board is. */
  get generation(): number {
    return this.#database.generation;
  }

  /**
   * What happened after a revision up to the board as given; undefined where only the whole board can tell, as it does
   * where more was missed than is kept in memory, and where a connection broke meanwhile.
   *
   * @param generation of the database, before the board was asked for
   */
  async since(
    ctx: Caller,
    board: BoardState,
    since: number,
    generation: number,
  ): Promise<RecordedChange[] | undefined> {
    const missed = board.revision - since;
    if (missed === 0) return [];
    if (missed < 0 || missed > CHANGES_KEPT) return undefined;
    const key = `${ctx.shop.id}${board.date}/${generation}`;
    while (generation === this.#database.generation) {
      const kept = this.#boards.changes.between(ctx.shop.id, board.date, since, board.revision);
      if (kept) return kept;
      const underWay = this.#looks.get(key);
      if (!underWay) {
        const own = this.#look(ctx, board, since, generation).finally(() => this.#looks.delete(key));
        this.#looks.set(key, own);
        return (await own).changes;
      }
      // Where it fails, so would one's own.
      const look = await underWay;
      if (!look.changes && since <= look.since) return undefined;
      const shared = this.#partOf(look, ctx.shop.id, board, since);
      if (shared) return shared;
    }
    return undefined;
  }

  async #look(ctx: Caller, board: BoardState, since: number, generation: number): Promise<Look> {
    const upTo = board.revision;
    const rows = await this.#database.read(ctx, (tx) =>
      tx.query<ChangeRow>(changesSince(ctx.shop.id, board.date, since, upTo - since)),
    );
    const isWhole = rows.length === upTo - since && rows.every((row, i) => Number(row.revision) === since + 1 + i);
    // What another server answers does not go with the board of the one before.
    if (!isWhole || generation !== this.#database.generation) return { since, upTo, changes: undefined };
    const changes = unwindChanges(board, rows);
    this.#boards.changes.put(ctx.shop.id, board.date, changes);
    return { since, upTo, changes };
  }

  /** What somebody missed, from what another looked for, and from memory what came meanwhile: by then that may be all there is room for. */
  #partOf({ changes, ...look }: Look, shopId: string, board: BoardState, since: number): RecordedChange[] | undefined {
    if (!changes || since < look.since || since > look.upTo) return undefined;
    const later =
      board.revision > look.upTo ? this.#boards.changes.between(shopId, board.date, look.upTo, board.revision) : [];
    return later && [...changes.slice(since - look.since, board.revision - look.since), ...later];
  }
}
