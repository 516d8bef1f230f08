import { STATUSES, type Status } from '@edgar-auto-shop/contract';
import type { Acknowledged } from './acknowledged.ts';
import type { BoardSeen } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellRead, tellWrite, type Violation } from './violation.ts';

type Order = Record<Status, string[]>;

/** A board, and how to tell where it was seen. */
interface Shown {
  board: BoardSeen;
  tell(): string;
}

/**
 * I6, for every card and not only for the one that moved last: the order in which a board shows its cards is what all changes up to its
 * revision come to, played one after the other from an empty board.
 */
export function checkReplay({ history, acknowledged, lives, isSettled }: HistoryIndex): Violation[] {
  const changes = new Map(acknowledged.map((one) => [`${one.answer.date} ${one.answer.revision}`, one]));
  const play = (order: Order, change: Acknowledged | undefined): Order | undefined => {
    // A revision without a change of a card is a customer's new name. What became of a change that nobody was told of
    // is not known; the next board that was seen says where to go on.
    if (!change) return isSettled ? order : undefined;
    const { write, answer } = change;
    return changed(order, change, lives.get(write.card)?.[answer.version - 1]?.isThere ?? true);
  };
  const seen = new Map<string, Shown>();
  for (const board of history.finalBoards)
    seen.set(nameOf(board), { board, tell: () => `the board of ${board.date} at the end` });
  for (const read of history.reads) seen.set(nameOf(read.board), { board: read.board, tell: () => tellRead(read) });
  const byDate = Map.groupBy(seen.values(), ({ board }) => board.date);
  return [...byDate].flatMap(([date, shown]) =>
    replayed(
      shown.toSorted((a, b) => a.board.revision - b.board.revision),
      (revision) => changes.get(`${date} ${revision}`),
      play,
    ),
  );
}

/** Different boards of one revision are looked at each. */
const nameOf = ({ date, revision, columns }: BoardSeen): string =>
  `${date} ${revision} ${JSON.stringify(orderOf(columns))}`;

function replayed(
  shown: Shown[],
  changeAt: (revision: number) => Acknowledged | undefined,
  play: (order: Order, change: Acknowledged | undefined) => Order | undefined,
): Violation[] {
  const found: Violation[] = [];
  let order: Order | undefined = emptyOrder();
  let at = 0;
  let latest: Acknowledged | undefined;
  for (const { board, tell } of shown) {
    for (; at < board.revision; at += 1) {
      latest = changeAt(at + 1);
      order = order && play(order, latest);
    }
    const column = order && differing(order, orderOf(board.columns));
    if (column) {
      const message = `revision ${board.revision} of ${board.date} shows ${column} in another order than its changes come to`;
      found.push({ invariant: 'I6', message, slice: [...(latest ? tellWrite(latest.write) : []), tell()] });
    }
    if (!order || column) order = orderOf(board.columns);
  }
  return found;
}

const emptyOrder = (): Order => Object.fromEntries(STATUSES.map((status) => [status, []])) as unknown as Order;

const orderOf = (columns: BoardSeen['columns']): Order =>
  Object.fromEntries(STATUSES.map((status) => [status, columns[status].map(({ id }) => id)])) as Order;

function changed(order: Order, { write, answer }: Acknowledged, isThere: boolean): Order {
  const entries = STATUSES.map((status) => [status, order[status].filter((id) => id !== write.card)] as const);
  const next = Object.fromEntries(entries) as Order;
  if (isThere) next[answer.status].splice(answer.position, 0, write.card);
  return next;
}

const differing = (order: Order, other: Order): Status | undefined =>
  STATUSES.find((status) => String(order[status]) !== String(other[status]));
