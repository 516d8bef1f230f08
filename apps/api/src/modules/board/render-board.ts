import { type Board, countCards, STATUSES, type Status } from '@edgar-auto-shop/contract';
import type { StoredCard } from '../../db/stored-card.ts';
import type { Shop } from '../../request-context.ts';
import { type BoardState, toCard } from './board-state.ts';
import { countColumns, type RecordedChange, reorderedColumns } from './recorded-change.ts';

/** JSON of a card around its position. Cards are never changed in place, so it is made once a version and board. */
const fragments = new WeakMap<StoredCard, readonly [before: string, after: string]>();

function fragment(card: StoredCard): readonly [string, string] {
  let parts = fragments.get(card);
  if (!parts) {
    const { id, version, status, position: _, ...rest } = toCard(card, 0);
    const before = JSON.stringify({ id, version, status });
    parts = [`${before.slice(0, -1)},"position":`, `,${JSON.stringify(rest).slice(1)}`];
    fragments.set(card, parts);
  }
  return parts;
}

/** What of a board is shown. */
export interface BoardView {
  shop: Shop;
  /** In order of date; one for a board, several for a range. */
  boards: BoardState[];
  revision: string;
  techId?: string | undefined;
  range?: { from: string; to: string } | undefined;
}

/** The cards that are shown of a column, each with its true position. */
function* shownCards({ boards, techId }: BoardView, status: Status): Generator<[StoredCard, number]> {
  for (const { order, cards } of boards) {
    for (const [position, id] of order[status].entries()) {
      const card = cards.get(id) as StoredCard;
      if (techId === undefined || card.tech_id === techId) yield [card, position];
    }
  }
}

/** JSON text of the contract's `Board`. Joining ready pieces is what makes a board after a change cheap. */
export function renderBoard(view: BoardView): string {
  const shown: StoredCard[] = [];
  const columns = STATUSES.map((status) => {
    const items: string[] = [];
    for (const [card, position] of shownCards(view, status)) {
      const [before, after] = fragment(card);
      items.push(before + position + after);
      shown.push(card);
    }
    return `"${status}":{"items":[${items.join(',')}]}`;
  });
  const head: Pick<Board, 'date' | 'time_zone' | 'revision'> = {
    date: view.range?.from ?? (view.boards[0] as BoardState).date,
    time_zone: view.shop.time_zone,
    revision: view.revision,
  };
  const range = view.range ? `,${JSON.stringify(view.range).slice(1, -1)}` : '';
  return `${JSON.stringify(head).slice(0, -1)},"columns":{${columns.join(',')}},"stats":${JSON.stringify(countCards(shown))}${range}}`;
}

/** JSON text of the contract's `BoardChange`. */
export function renderChange(change: RecordedChange): string {
  const cards = change.cards.map((card) => {
    const [before, after] = fragment(card);
    return before + change.after[card.status].indexOf(card.id) + after;
  });
  const { revision, removed } = change;
  const [order, stats] = [JSON.stringify(reorderedColumns(change)), JSON.stringify(countColumns(change.after))];
  return `{"revision":"${revision}","cards":[${cards.join(',')}],"removed":${JSON.stringify(removed)},"order":${order},"stats":${stats}}`;
}
