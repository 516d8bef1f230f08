import type { ChangeType, HistoryItem } from '@edgar-auto-shop/contract';
import { describe, expect, test } from 'vitest';
import { text } from '../text/text.ts';
import { details, headline } from './history-sentence.ts';

const item = (change: Partial<HistoryItem>): HistoryItem => ({
  version: 2,
  type: 'updated',
  at: '2026-01-12T17:00:00.000Z',
  actor: { id: 'anonymous', name: 'anonymous' },
  from_status: null,
  to_status: null,
  from_position: null,
  to_position: null,
  changes: {},
  correlation_id: 'c',
  ...change,
});
const facts = { timeZone: 'America/Los_Angeles', technicians: [{ id: 't1', name: 'Sam Lee' } as never] };
const told = (change: Partial<HistoryItem>) => details(item(change), facts).map((it) => it.replaceAll(/\s/g, ' '));

describe('the history in sentences', () => {
  test.each([
    [{ type: 'created' }, 'Booked'],
    [{ type: 'moved', from_status: 'scheduled', to_status: 'in_progress' }, 'Moved from Scheduled to In progress'],
    [{ type: 'reordered', from_position: 0, to_position: 3 }, 'Moved from place 1 to place 4'],
    [{ type: 'undone', from_status: 'completed', to_status: 'ready' }, 'Latest change undone: back in Ready'],
    [{ type: 'undone', from_status: 'ready', to_status: 'ready' }, 'Latest change undone'],
    [{ type: 'cancelled', from_status: 'ready' }, 'Cancelled'],
    [
      { type: 'undone', to_status: 'scheduled', changes: { cancelled: { from: true, to: false } } },
      'Cancellation undone',
    ],
    [{ type: 'undone', from_status: 'ready', changes: { cancelled: { from: false, to: true } } }, 'Cancelled again'],
  ] satisfies [Partial<HistoryItem>, string][])('%o: %s', (change, sentence) => {
    expect(headline(item(change))).toBe(sentence);
  });

  test('fields with what they were and are, in words of the shop', () => {
    expect(told({ changes: { paid_cents: { from: 0, to: 7900 } } })).toEqual(['Paid: $0 → $79']);
    expect(told({ changes: { tech_id: { from: null, to: 't1' } } })).toEqual(['Technician: Sam Lee']);
    expect(told({ changes: { notes: { from: 'Gate code', to: null } } })).toEqual(['Notes removed']);
    expect(
      told({ changes: { appt_start: { from: '2026-01-12T17:00:00.000Z', to: '2026-01-12T18:30:00.000Z' } } }),
    ).toEqual(['Start: Jan 12, 9:00 AM → Jan 12, 10:30 AM']);
    expect(
      told({
        changes: {
          services: {
            from: [{ code: 'OIL', name: 'Oil change', qty: 1 }],
            to: [{ code: 'OIL', name: 'Oil change', qty: 2 }],
          },
        },
      }),
    ).toEqual(['Services: Oil change → Oil change ×2']);
  });

  test('what the headline says already is not said again', () => {
    expect(
      told({
        type: 'moved',
        changes: { status: { from: 'scheduled', to: 'ready' }, check_in_at: { from: null, to: 'x' } },
      }),
    ).toEqual([]);
  });

  test('a start is told before its end, in whatever order they come', () => {
    const at = (hour: number) => `2026-01-12T${hour}:00:00.000Z`;
    const changes = { appt_end: { from: at(18), to: at(19) }, appt_start: { from: at(17), to: at(18) } };
    expect(told({ type: 'rescheduled', changes }).map((it) => it.split(':')[0])).toEqual(['Start', 'End']);
  });

  describe.each(Object.keys(text.history.changed) as ChangeType[])('%s', (type) => {
    const line = { code: 'OIL', name: 'Oil change', qty: 1, price_cents: 7900 };
    const [early, late] = ['2026-01-12T17:00:00.000Z', '2026-01-12T18:00:00.000Z'];
    // Every field that the server tells of, and one that it may tell of some day.
    const fields: Record<string, [from: unknown, to: unknown]> = {
      status: ['scheduled', 'in_progress'],
      date: ['2026-01-12', '2026-01-13'],
      cancelled: [true, false],
      appt_start: [early, late],
      appt_end: [early, late],
      tech_id: ['t1', null],
      check_in_at: [null, early],
      check_out_at: [early, null],
      services: [[line], [{ ...line, qty: 2 }]],
      total_cents: [7900, 15800],
      paid_cents: [0, 7900],
      notes: [null, 'Gate code'],
      loaner_car: [false, true],
    };
    test.each(Object.entries(fields))('with %s reads as a sentence', (field, [before, after]) => {
      for (const [from, to] of [
        [before, after],
        [after, before],
        [null, after],
      ]) {
        const change = { type, changes: { [field]: { from, to } } };
        for (const sentence of [headline(item(change)), ...told(change)]) {
          expect(sentence).toMatch(/^[A-Z]/);
          expect(sentence).not.toMatch(/_|\btrue\b|\bfalse\b|null|undefined|\[object|\dT\d|\bt1\b/);
        }
      }
    });
  });
});
