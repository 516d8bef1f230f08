import { STATUSES, type Status } from '@edgar-auto-shop/contract';
import { unchangedAnswerOf } from './acknowledged.ts';
import type { Answer, Write } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellWrite, type Violation } from './violation.ts';

type Lengths = Record<Status, number>;

/** How long the columns of a board were from a revision on. */
interface LengthsAt {
  revision: number;
  lengths: Lengths;
}

/**
 * I1: a card that is moved or reordered is answered to stand where it was asked to: at that index, past the end or without one at the end;
 * so is one that stood there already. How long the column was then is known where everybody was told what became of what they asked for.
 */
export function checkPositions(index: HistoryIndex): Violation[] {
  const { history, acknowledgementOf, isSettled } = index;
  const lengths = isSettled ? lengthsOf(index) : new Map<string, LengthsAt[]>();
  return history.writes.flatMap((write): Violation[] => {
    if (write.kind !== 'move' && write.kind !== 'reorder') return [];
    const answer = acknowledgementOf.get(write)?.answer ?? unchangedAnswerOf(write);
    if (!answer) return [];
    const wanted = wantedIn(lengths.get(answer.date), write, answer);
    if (wanted === undefined || wanted === answer.position) return [];
    const message = `card ${write.card} was answered at position ${answer.position} of ${answer.status} instead of ${wanted}`;
    return [{ invariant: 'I1', message, slice: tellWrite(write) }];
  });
}

/** Undefined where nobody can say. */
function wantedIn(boards: LengthsAt[] | undefined, { position }: Write, answer: Answer): number | undefined {
  const board = boards?.findLast(({ revision }) => revision <= Number(answer.revision));
  const length = board?.lengths[answer.status] ?? 0;
  if (length > 0) return Math.min(position ?? length - 1, length - 1);
  // Never further down than asked, however long the column was.
  return position !== undefined && answer.position > position ? position : undefined;
}

/** Of each date, oldest first; what names change does not count. */
function lengthsOf({ acknowledged, lives }: HistoryIndex): Map<string, LengthsAt[]> {
  const byDate = Map.groupBy(acknowledged, ({ answer }) => answer.date);
  return new Map(
    [...byDate].map(([date, changes]) => {
      const columns = new Map<string, Status>();
      const list: LengthsAt[] = [];
      for (const { write, answer } of changes.toSorted(
        (a, b) => Number(a.answer.revision) - Number(b.answer.revision),
      )) {
        const isThere = lives.get(write.card)?.[answer.version - 1]?.isThere ?? true;
        if (isThere) columns.set(write.card, answer.status);
        else columns.delete(write.card);
        list.push({ revision: Number(answer.revision), lengths: count(columns) });
      }
      return [date, list];
    }),
  );
}

function count(columns: Map<string, Status>): Lengths {
  const lengths = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Lengths;
  for (const status of columns.values()) lengths[status] += 1;
  return lengths;
}
