import type { BoardSeen, CardSeen, Read, RecordedHistory } from './history.ts';
import { tellRead } from './violation.ts';

/** The cards of all columns. */
export const cardsOn = (board: BoardSeen): CardSeen[] => Object.values(board.columns).flat();

/** Each different board that was shown, with the first look at it; after a 304 it is the same object. */
export function shownBoards({ reads }: RecordedHistory): Map<BoardSeen, Read> {
  const shown = new Map<BoardSeen, Read>();
  for (const read of reads) if (!shown.has(read.board)) shown.set(read.board, read);
  return shown;
}

/** Each different board that was shown and those of the end, with what tells where. */
export function allBoards(history: RecordedHistory): [board: BoardSeen, place: string][] {
  const last = history.finalBoards.map((board) => [board, `the board of ${board.date} at the end`] as const);
  const shown = [...shownBoards(history)].map(([board, read]) => [board, tellRead(read)] as const);
  return [...shown, ...last].map(([board, place]) => [board, place]);
}
