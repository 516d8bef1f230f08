import type { Board } from '@edgar-auto-shop/contract';
import { type BoardModel, modelOf } from './board-model.ts';

/**
 * After so many reads in a row that began after a newer revision was known and still answered an older one, the database
 * has been restored or replaced: the older board is the truth then.
 */
const RESET_AFTER = 3;

/** The newest board the server has answered. Never goes back behind what was seen or acknowledged. */
export class ConfirmedBoard {
  model: BoardModel | null = null;
  /** The newest revision known of, to be handed back with the answer of a read that starts now. */
  floor = 0n;
  #older = 0;

  /** Whether a newer revision is known of than the one that is here. */
  get isBehind(): boolean {
    return BigInt(this.model?.revision ?? 0) < this.floor;
  }

  /** A change of this date was acknowledged with this revision. */
  acknowledge(date: string, revision: string): void {
    const known = BigInt(revision);
    if (this.model?.date === date && known > this.floor) this.floor = known;
  }

  /** Takes an answer, unless it is older than what is known. Tells whether it was taken. */
  offer(board: Board, floorAtStart: bigint): boolean {
    const revision = BigInt(board.revision);
    const sameDate = this.model?.date === board.date;
    if (sameDate && revision < this.floor) {
      if (revision < floorAtStart) this.#older += 1;
      if (this.#older < RESET_AFTER) return false;
    }
    this.#older = 0;
    this.floor = revision;
    // Also at the same revision, which may be another database's.
    this.model = modelOf(board, this.model ?? undefined);
    return true;
  }
}
