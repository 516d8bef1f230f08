import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnOrder, RuleCard } from './board-state.ts';
import { placeAt, placeByStart } from './placement.ts';
import { decideReorder } from './reorder.ts';

const NOW = '2025-09-20T15:00:00.000Z';
const order: ColumnOrder = { scheduled: ['a', 'b', 'c', 'd'], in_progress: [], ready: [], completed: [], no_show: [] };
const card = (id: string): RuleCard => ({
  id,
  version: 1,
  status: 'scheduled',
  appt_start: NOW,
  check_in_at: null,
  check_out_at: null,
  updated_at: '',
});

test.each([
  ['a', 0, 'abcd'],
  ['a', 1, 'bacd'],
  ['a', 2, 'bcad'],
  ['a', 3, 'bcda'],
  ['a', 50, 'bcda'],
  ['d', 0, 'dabc'],
  ['c', 1, 'acbd'],
  ['b', 1, 'abcd'],
] as const)('%s reordered to %i gives %s', (id, position, expected) => {
  const decision = decideReorder(order, card(id), position, NOW);
  if (expected === 'abcd') expect(decision).toEqual({ kind: 'unchanged', position: order.scheduled.indexOf(id) });
  else
    expect(decision).toMatchObject({
      kind: 'changed',
      order: { scheduled: [...expected] },
      card: { version: 2, updated_at: NOW },
    });
});

test('a position is the index that the card has once it is there, and nobody else changes order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 1 }), fc.nat(), fc.nat(), (list, pick, index) => {
      const item = list[pick % list.length] as number;
      const placed = placeAt(list, item, index);
      expect(placed.indexOf(item)).toBe(Math.min(index, list.length - 1));
      expect(placed.filter((other) => other !== item)).toEqual(list.filter((other) => other !== item));
    }),
  );
});

test.each([
  ['an empty column', [], '10', 0],
  ['earlier than all', ['11', '12'], '10', 0],
  ['later than all', ['08', '09'], '10', 2],
  ['between', ['09', '11'], '10', 1],
  ['at the same time: below', ['10', '10', '11'], '10', 2],
  ['out of order by hand: below the lowest that starts no later', ['11', '09', '12', '08', '13'], '10', 4],
] as const)('a new card comes to %s', (_, starts, start, index) => {
  expect(placeByStart(starts, start)).toBe(index);
});
