import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Moment, outOfOrder } from './order.ts';

const moment = fc
  .record({
    value: fc.nat(6),
    kind: fc.constantFrom('made' as const, 'seen' as const),
    from: fc.nat(30),
    length: fc.nat(8),
  })
  .map(({ from, length, ...rest }): Moment => ({ ...rest, from, to: from + length, tell: () => [] }));
const moments = fc.uniqueArray(moment, {
  maxLength: 12,
  // A number is made once, and seen as often as anybody looks.
  selector: ({ value, kind, from }) => (kind === 'made' ? `${value}` : `${value} seen from ${from}`),
});

const isBefore = (a: Moment, b: Moment) =>
  a.value < b.value || (a.value === b.value && a.kind === 'made' && b.kind === 'seen');

test('finds an order exactly where no two moments contradict one another', () => {
  fc.assert(
    fc.property(moments, (list) => {
      const contradicts = list.some((a) => list.some((b) => isBefore(a, b) && a.from > b.to));
      expect(outOfOrder(list).length > 0).toBe(contradicts);
    }),
  );
});

test('names two that contradict one another', () => {
  fc.assert(
    fc.property(moments, (list) => {
      for (const [earlier, late] of outOfOrder(list)) {
        expect(isBefore(earlier, late)).toBe(true);
        expect(earlier.from).toBeGreaterThan(late.to);
      }
    }),
  );
});
