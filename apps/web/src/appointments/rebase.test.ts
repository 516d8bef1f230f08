import type { Card } from '@edgar-auto-shop/contract';
import { expect, test } from 'vitest';
import { conflictOf } from './conflict-words.ts';
import { changesIn, draftOf } from './job-draft.ts';
import { type Edit, rebased } from './rebase.ts';

const timeZone = 'America/Los_Angeles';
const base = {
  id: 'a1',
  version: 1,
  status: 'scheduled',
  appt_start: '2026-01-12T16:00:00.000Z',
  appt_end: '2026-01-12T16:45:00.000Z',
  tech_id: null,
  services: [{ code: 'OIL', name: 'Oil change', qty: 1, price_cents: 7900 }],
  paid_cents: 0,
  notes: null,
} as unknown as Card;
const card = (version: number, change: Partial<Card>): Card => ({ ...base, version, ...change });
const typed: Edit = { draft: { ...draftOf(base, timeZone), notes: 'Mine' }, base };

test('what was not touched shows theirs, what was touched stays, and saving changes nothing else', () => {
  const theirs = card(2, { appt_end: '2026-01-12T17:45:00.000Z', notes: 'Theirs', paid_cents: 500 });
  const { draft } = rebased(typed, theirs, timeZone);
  expect(draft).toMatchObject({ notes: 'Mine', paid: '5.00', when: { start: '08:00', end: '09:45' } });
  expect(changesIn(draft, theirs, timeZone)).toEqual({ notes: 'Mine' });
});

test('a start that was touched stays beside their end', () => {
  const when = { date: '2026-01-12', start: '08:30', endDate: '2026-01-12', end: '08:45' };
  const { draft } = rebased(
    { draft: { ...draftOf(base, timeZone), when }, base },
    card(2, { appt_start: '2026-01-12T15:00:00.000Z', appt_end: '2026-01-12T17:45:00.000Z' }),
    timeZone,
  );
  expect(draft.when).toEqual({ ...when, end: '09:45' });
});

test('of theirs, too, something can be put back as it was', () => {
  const edit = rebased(typed, card(2, { paid_cents: 500 }), timeZone);
  const again = { ...edit, draft: { ...edit.draft, paid: '0.00' } };
  expect(changesIn(again.draft, again.base, timeZone)).toEqual({ notes: 'Mine', paid_cents: 0 });
});

test('a further change of theirs is told from when the typing began', () => {
  const second = rebased(typed, card(2, { paid_cents: 500 }), timeZone);
  const third = rebased(second, card(3, { paid_cents: 700, status: 'in_progress' }), timeZone);
  expect(third.draft).toMatchObject({ notes: 'Mine', paid: '7.00' });
  expect(conflictOf(third, { timeZone, technicians: [] })).toEqual({
    differences: [{ name: 'Notes', theirs: 'none', yours: 'Mine' }],
    kept: ['Column: Scheduled → In progress', 'Paid: $0 → $7'],
  });
});
