import type { Card } from '@edgar-auto-shop/contract';
import { describe, expect, test } from 'vitest';
import { conflictOf } from './conflict-words.ts';
import { draftOf, type JobDraft } from './job-draft.ts';
import { rebased } from './rebase.ts';

const timeZone = 'America/Los_Angeles';
const technicians = [{ id: 't1', name: 'Sam Lee' } as never];
const oil = { code: 'OIL', name: 'Oil change', qty: 1, price_cents: 7900 };
const base = {
  id: 'a1',
  version: 1,
  status: 'scheduled',
  appt_start: '2026-01-12T17:00:00.000Z',
  appt_end: '2026-01-12T18:00:00.000Z',
  tech_id: null,
  services: [oil],
  total_cents: 7900,
  paid_cents: 0,
  notes: null,
} as unknown as Card;

function told(mine: Partial<JobDraft>, theirs: Partial<Card>) {
  const draft = { ...draftOf(base, timeZone), ...mine };
  const conflict = conflictOf(rebased({ draft, base }, { ...base, version: 2, ...theirs }, timeZone), {
    timeZone,
    technicians,
  });
  return JSON.parse(JSON.stringify(conflict).replaceAll('\u202f', ' '));
}

describe('two people changing one job', () => {
  test('what both set is told side by side', () => {
    expect(told({ notes: 'Mine' }, { notes: 'Theirs' })).toEqual({
      differences: [{ name: 'Notes', theirs: 'Theirs', yours: 'Mine' }],
      kept: [],
    });
    expect(told({ techId: 't1', paid: '79', lines: [{ ...oil, qty: 2, minutes: 60 }] }, {}).differences).toEqual([
      { name: 'Technician', theirs: 'none', yours: 'Sam Lee' },
      { name: 'Services', theirs: 'Oil change', yours: 'Oil change ×2' },
      { name: 'Paid', theirs: '$0', yours: '$79' },
    ]);
    const when = { date: '2026-01-12', start: '10:30', endDate: '2026-01-12', end: '11:00' };
    expect(told({ when }, { appt_start: '2026-01-12T16:00:00.000Z' }).differences).toEqual([
      { name: 'Start', theirs: 'Jan 12, 8:00 AM', yours: 'Jan 12, 10:30 AM' },
      { name: 'End', theirs: 'Jan 12, 10:00 AM', yours: 'Jan 12, 11:00 AM' },
    ]);
  });

  test('what only they changed stays, and is told as well', () => {
    expect(told({ notes: 'Mine' }, { status: 'in_progress', paid_cents: 500 })).toEqual({
      differences: [{ name: 'Notes', theirs: 'none', yours: 'Mine' }],
      kept: ['Column: Scheduled → In progress', 'Paid: $0 → $5'],
    });
  });

  test('what both changed alike is no difference', () => {
    expect(told({ notes: 'Same' }, { notes: 'Same' })).toEqual({ differences: [], kept: [] });
  });
});
