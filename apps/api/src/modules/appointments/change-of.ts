import type { StoredCard, StoredLine } from '../../db/stored-card.ts';
import { toLine } from '../board/board-state.ts';

/** The fields of an appointment that its history tells about, and that an undo puts back. */
const TOLD = [
  'status',
  'appt_start',
  'appt_end',
  'tech_id',
  'check_in_at',
  'check_out_at',
  'services',
  'total_cents',
  'paid_cents',
  'notes',
] as const satisfies readonly (keyof StoredCard)[];

export type Changes = Record<string, { from: unknown; to: unknown }>;

/** Every told field that differs, with its value before and after. `date` and `cancelled` are added by those who change them. */
export function changesOf(before: StoredCard, after: StoredCard): Changes {
  const changes: Changes = {};
  for (const field of TOLD) {
    const [from, to] = [before[field], after[field]];
    const same = field === 'services' ? sameLines(before.services, after.services) : from === to;
    if (!same) changes[field] = { from, to };
  }
  return changes;
}

const sameLines = (before: StoredLine[] | null, after: StoredLine[]): boolean =>
  JSON.stringify(before?.map(toLine)) === JSON.stringify(after.map(toLine));

/** The card with the changes taken back. */
export function takeBack(card: StoredCard, changes: Changes): StoredCard {
  const back: Record<string, unknown> = {};
  for (const field of TOLD) {
    const change = changes[field];
    if (change) back[field] = change.from;
  }
  return { ...card, ...back };
}
