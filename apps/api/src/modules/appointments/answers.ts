import type { Moved, WrittenAppointment } from '@edgar-auto-shop/contract';
import type { StoredCard } from '../../db/stored-card.ts';
import { notFound, versionConflict } from '../../errors.ts';
import { type Boards, ChangedMeanwhile } from '../board/board-command.ts';
import { type BoardState, positionOf, toCard } from '../board/board-state.ts';
import type { FoundCard } from './find-card.ts';

/** What moves, reorders and undos answer, for a card that is on its board. */
export function movedAnswer(board: BoardState, card: StoredCard): Moved {
  return {
    appointment_id: card.id,
    status: card.status,
    position: positionOf(board, card),
    version: card.version,
    updated_at: card.updated_at,
    date: board.date,
    revision: String(board.revision),
  };
}

/** The same, looked up where the card now is. */
export function movedOn(boards: Boards, id: string): Moved {
  const { board, card } = boards.find(id);
  return movedAnswer(board, card);
}

/** What creating and changing answer, looked up where the card now is. */
export function writtenOn(boards: Boards, id: string): WrittenAppointment {
  const { board, card } = boards.find(id);
  return { ...toCard(card, positionOf(board, card)), date: board.date, revision: String(board.revision) };
}

/** @throws ApiError `version_conflict` with the card as it now is */
export function checkCardVersion(board: BoardState, card: StoredCard, expected: number): void {
  // A cancelled card has no place any more.
  const position = Math.max(0, positionOf(board, card));
  if (card.version !== expected) throw versionConflict('appointment', expected, toCard(card, position));
}

/** What others change of a card without giving it a new version: names, and the mark of a double booking. */
const UNVERSIONED = [
  'customer_name',
  'customer_phone',
  'year',
  'make',
  'model',
  'license_plate',
  'vehicle_info',
  'tech_name',
  'double_booked',
] as const satisfies (keyof StoredCard)[];

const isAsFound = (found: StoredCard | undefined, card: StoredCard): boolean =>
  found?.version === card.version && UNVERSIONED.every((field) => found[field] === card[field]);

/**
 * The card behind the lock of its board, still as it was found when the command was prepared.
 *
 * @throws ApiError `not_found`, `version_conflict`
 * @throws ChangedMeanwhile where it was found on another board, at another version than the expected one, which it has now, or with
 *   other names: what was made of it would put them back
 */
export function findPrepared(
  boards: Boards,
  id: string,
  found: FoundCard | null,
  expected: number,
): { board: BoardState; card: StoredCard } {
  const here = boards.locate(id);
  if (!here && found && !found.cancelled) throw new ChangedMeanwhile();
  if (!here) throw notFound('appointment');
  checkCardVersion(here.board, here.card, expected);
  if (!isAsFound(found?.card, here.card)) throw new ChangedMeanwhile();
  return here;
}
