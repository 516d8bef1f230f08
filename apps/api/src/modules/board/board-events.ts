import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import type { BoardCache } from './board-cache.ts';
import type { BoardState } from './board-state.ts';
import { type RecordedChange, unwindChanges } from './recorded-change.ts';
import { type ChangeRow, changesSince } from './sql.ts';

type Caller = Pick<RequestContext, 'shop' | 'timing'>;

/** What a client missed at most for being told event by event: beyond that a whole board is shorter. */
const TOLD_AT_MOST = 500;

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

  constructor(database: Database, boards: BoardCache) {
    this.#database = database;
    this.#boards = boards;
  }

  get identity(): string {
    return this.#database.identity;
  }

  /** What happened after a revision up to the board as given; undefined where only the whole board can tell. */
  async since(ctx: Caller, board: BoardState, since: number): Promise<RecordedChange[] | undefined> {
    const missed = board.revision - since;
    if (missed === 0) return [];
    if (missed < 0 || missed > TOLD_AT_MOST) return undefined;
    const kept = this.#boards.changes.between(ctx.shop.id, board.date, since, board.revision);
    if (kept) return kept;
    const rows = await this.#database.read(ctx, (tx) =>
      tx.query<ChangeRow>(changesSince(ctx.shop.id, board.date, since, missed)),
    );
    const whole = rows.length === missed && rows.every((row, i) => Number(row.revision) === since + 1 + i);
    return whole ? unwindChanges(board, rows) : undefined;
  }
}
