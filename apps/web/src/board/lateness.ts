import type { Card } from '@edgar-auto-shop/contract';

/** How late a card is: not begun after its start, or not ready after its end. Whole minutes, so that cards redraw once a minute. */
export interface Lateness {
  kind: 'late' | 'over';
  minutes: number;
}

/** @param now milliseconds since 1970, or null on a board that is not today's: yesterday's leftovers are not late */
export function latenessOf(card: Card, now: number | null): Lateness | null {
  if (now === null || (card.status !== 'scheduled' && card.status !== 'in_progress')) return null;
  const due = Date.parse(card.status === 'scheduled' ? card.appt_start : card.appt_end);
  const minutes = Math.floor((now - due) / 60_000);
  return minutes < 1 ? null : { kind: card.status === 'scheduled' ? 'late' : 'over', minutes };
}
