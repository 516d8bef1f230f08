import type { ColumnOrder, Decision, RuleCard } from './board-state.ts';
import { placeAt } from './placement.ts';

/** Gives a card another place in its own column; allowed in every column. Its own place changes nothing. */
export function decideReorder<C extends RuleCard>(
  order: ColumnOrder,
  card: C,
  position: number,
  now: string,
): Decision<C> {
  const column = order[card.status];
  const target = placeAt(column, card.id, position);
  const index = target.indexOf(card.id);
  if (column[index] === card.id) return { kind: 'unchanged', position: index };
  return {
    kind: 'changed',
    card: { ...card, version: card.version + 1, updated_at: now },
    order: { [card.status]: target },
    position: index,
  };
}
