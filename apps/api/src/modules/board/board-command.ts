import type { ChangeType, Status } from '@edgar-auto-shop/contract';
import type { Statement, Tx } from '../../db/database.ts';
import type { StoredCard } from '../../db/stored-card.ts';
import { notFound } from '../../errors.ts';
import type { RequestContext } from '../../request-context.ts';
import type { BoardDelta, BoardState } from './board-state.ts';

/** The boards of a transaction as they stand after the commands before. */
export class Boards {
  readonly #boards: Map<string, BoardState>;

  constructor(boards: Iterable<BoardState>) {
    this.#boards = new Map(Array.from(boards, (board) => [board.date, board]));
  }

  on(date: string): BoardState {
    const board = this.#boards.get(date);
    if (!board) throw new Error(`the board of ${date} was not locked`);
    return board;
  }

  set(board: BoardState): void {
    this.#boards.set(board.date, board);
  }

  all(): BoardState[] {
    return [...this.#boards.values()];
  }

  /** @throws ApiError `not_found` */
  find(id: string): { board: BoardState; card: StoredCard } {
    const found = this.locate(id);
    if (!found) throw notFound('appointment');
    return found;
  }

  locate(id: string): { board: BoardState; card: StoredCard } | undefined {
    for (const board of this.#boards.values()) {
      const card = board.cards.get(id);
      if (card) return { board, card };
    }
    return undefined;
  }
}

/**
 * The appointment changed between being looked at and its board being locked, e.g. it was put on another board: thrown by a
 * command's rule to have the command prepared and decided anew.
 */
export class ChangedMeanwhile extends Error {}

/** The lock of the command's board could not be had at once: it was not decided, and is tried again where it may wait. */
export class BoardTaken extends Error {}

/** What is remembered of a change beside who did it and when. */
export interface Change {
  version: number;
  type: ChangeType;
  fromStatus: Status | null;
  toStatus: Status | null;
  fromPosition: number | null;
  toPosition: number | null;
  changes: Record<string, { from: unknown; to: unknown }>;
}

/** What a command decided: a change of one or more boards, or that there is nothing to change. */
export type Outcome =
  | {
      kind: 'changed';
      deltas: Map<string, BoardDelta>;
      change: Change;
      /** The answer's `data`, from the boards as they now are. */
      answer(boards: Boards): object;
      /** Statements that write more than where cards stand. */
      statements?(boards: Boards): Statement[];
    }
  | { kind: 'unchanged'; answer: object };

/** One request that changes a board. */
export interface BoardCommand {
  ctx: RequestContext;
  /** The appointment that it concerns. */
  appointmentId: string;
  /**
   * Reads and locks what it needs beside boards: customers, technicians, the price list. It answers the dates of the
   * boards to lock and runs before they are, in a transaction of the command's own. Without it, the command may share
   * a transaction with others and concerns the board that the appointment is on.
   */
  prepare?(tx: Tx): Promise<string[]>;
  /** The date that the request itself puts its appointment on. */
  date?: string | undefined;
  /** Makes its appointment, which so is on no board yet. */
  isNew?: boolean;
  /**
   * The rule, run on fresh boards behind their locks.
   *
   * @throws ApiError where it refuses; then nothing of this command is written
   * @throws ChangedMeanwhile where what it prepared for is not what is there now
   */
  decide(boards: Boards, now: string): Outcome;
}
