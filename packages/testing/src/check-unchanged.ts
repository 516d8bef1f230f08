import { unchangedAnswerOf } from './acknowledged.ts';
import type { CardLife } from './card-lives.ts';
import type { Booking, Write, WriteKind } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellWrite, type Violation } from './violation.ts';

/** What always changes something or is refused: a move within its column is no move, and an undo of an undo does it again. */
const ALWAYS_CHANGES: ReadonlySet<WriteKind> = new Set(['book', 'move', 'cancel', 'undo']);

/** I1: who is told that there was nothing to change asked for what was there already. For a reorder see `checkPositions`. */
export function checkUnchanged({ history, lives }: HistoryIndex): Violation[] {
  return history.writes.flatMap((write): Violation[] => {
    const dropped = unchangedAnswerOf(write) && droppedOf(write, lives.get(write.card));
    if (dropped === undefined) return [];
    const message = `card ${write.card} was answered as if there were nothing to change, and ${dropped}`;
    return [{ invariant: 'I1', message, slice: tellWrite(write) }];
  });
}

function droppedOf({ kind, expectedVersion, asked = {} }: Write, life: CardLife | undefined): string | undefined {
  if (ALWAYS_CHANGES.has(kind)) return `a ${kind} is always a change`;
  const had = life?.[expectedVersion - 1]?.booking;
  const fields = Object.keys(asked) as (keyof Booking)[];
  const field = had && fields.find((one) => asked[one] !== had[one]);
  return field && `its ${field} was ${had[field]} instead of ${asked[field]}`;
}
