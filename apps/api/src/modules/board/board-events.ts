import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import type { BoardCache } from './board-cache.ts';
import type { BoardState } from './board-state.ts';
import { CHANGES_KEPT } from './change-log.ts';
import { type RecordedChange, unwindChanges } from './recorded-change.ts';
import { type ChangeRow, changesSince } from './sql.ts';

type Caller = Pick<RequestContext, 'shop' | 'timing'>;

/** A look at the changes after a revision; without an answer where one of them is missing. */
interface Look {
  since: number;
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
  readonly #database: Pick<Database, 'identity' | 'generation' | 'read'>;
  readonly #boards: Pick<BoardCache, 'changes'>;
  /** Looks under way, one a board: after a start everybody comes back at once, and most of them missed the same. */
  readonly #looks = new Map<string, Promise<Look>>();

  constructor(database: Pick<Database, 'identity' | 'generation' | 'read'>, boards: Pick<BoardCache, 'changes'>) {
    this.#database = database;
    this.#boards = boards;
  }

  get identity(): string {
    return this.#database.identity;
  }

  /**
   * What happened after a revision up to the board as given; undefined where only the whole board can tell, as it does
   * where more was missed than is kept in memory.
   */
  async since(ctx: Caller, board: BoardState, since: number): Promise<RecordedChange[] | undefined> {
    const missed = board.revision - since;
    if (missed === 0) return [];
    if (missed < 0 || missed > CHANGES_KEPT) return undefined;
    const key = ctx.shop.id + board.date;
    for (;;) {
      const kept = this.#boards.changes.between(ctx.shop.id, board.date, since, board.revision);
      if (kept) return kept;
      const other = this.#looks.get(key);
      if (!other) break;
      // What it reads is in memory then. Where it fails, so would one's own.
      const look = await other;
      if (!look.changes && since <= look.since) return undefined;
    }
    const look = this.#look(ctx, board, since).finally(() => this.#looks.delete(key));
    this.#looks.set(key, look);
    return (await look).changes;
  }

  async #look(ctx: Caller, board: BoardState, since: number): Promise<Look> {
    const missed = board.revision - since;
    const { generation } = this.#database;
    const rows = await this.#database.read(ctx, (tx) =>
      tx.query<ChangeRow>(changesSince(ctx.shop.id, board.date, since, missed)),
    );
    const isWhole = rows.length === missed && rows.every((row, i) => Number(row.revision) === since + 1 + i);
    if (!isWhole) return { since, changes: undefined };
    const changes = unwindChanges(board, rows);
    if (generation === this.#database.generation) this.#boards.changes.put(ctx.shop.id, board.date, changes);
    return { since, changes };
  }
}
