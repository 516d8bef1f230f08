import type { Card } from '@edgar-auto-shop/contract';
import { placeAt } from '@edgar-auto-shop/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionAt } from './place.ts';

const cardAt = (id: string, position: number, tech: boolean): Card =>
  ({ id, position, status: 'scheduled', tech_id: tech ? 'sam' : null }) as Card;

test('a place among the cards shown is the same place among all of them', () => {
  const column = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(column, fc.nat(), fc.nat(), fc.boolean(), (techs, pick, at, within) => {
      const all = techs.map((tech, i) => cardAt(`c${i}`, i, tech));
      const shown = all.filter((card) => card.tech_id === 'sam');
      const own = within ? shown[pick % Math.max(1, shown.length)] : undefined;
      const moved = own ?? cardAt('other', 3, true);
      const others = shown.filter((card) => card !== moved);
      const index = at % (others.length + 1);

      const position = positionAt(shown, moved, { status: 'scheduled', index }, true);

      const ids = placeAt(
        all.map((card) => card.id),
        moved.id,
        position,
      );
      const seen = ids.filter((id) => id === moved.id || shown.some((card) => card.id === id));
      expect(seen).toEqual(
        placeAt(
          others.map((card) => card.id),
          moved.id,
          index,
        ),
      );
    }),
  );
});

test('the end of a column that shows everything is its end, whoever comes in between', () => {
  const shown = [cardAt('a', 0, false), cardAt('b', 1, false)];
  expect(positionAt(shown, cardAt('x', 0, false), { status: 'scheduled', index: 2 }, false)).toBeUndefined();
});
