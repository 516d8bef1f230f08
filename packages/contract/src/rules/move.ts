import type { ColumnOrder, Decision, RuleCard } from './board-state.ts';
import { placeAt } from './placement.ts';
import { canTransition, type Status, TRANSITIONS } from './workflow.ts';

/** What entering a column does to the clock stamps of a card. */
export function stampsOnEntering<C extends RuleCard>(
  card: C,
  to: Status,
  now: string,
): Pick<C, 'check_in_at' | 'check_out_at'> {
  if (to === 'scheduled') return { check_in_at: null, check_out_at: null };
  return {
    check_in_at: to === 'in_progress' ? (card.check_in_at ?? now) : card.check_in_at,
    check_out_at: to === 'completed' ? now : card.check_out_at,
  };
}

/**
 * Moves a card to another column. Run by the server on fresh rows and by the client on what it shows.
 *
 * @param position the index the card shall have in its new column; none means the end
 * @param now a UTC instant, e.g. `2025-09-20T15:00:00.000Z`
 */
export function decideMove<C extends RuleCard>(
  order: ColumnOrder,
  card: C,
  to: Status,
  position: number | undefined,
  now: string,
): Decision<C> {
  const from = card.status;
  if (!canTransition(from, to)) return { kind: 'refused', from, to, allowed: TRANSITIONS[from] };
  const target = placeAt(order[to], card.id, position);
  return {
    kind: 'changed',
    card: { ...card, ...stampsOnEntering(card, to, now), status: to, version: card.version + 1, updated_at: now },
    order: { [from]: order[from].filter((id) => id !== card.id), [to]: target },
    position: target.indexOf(card.id),
  };
}
