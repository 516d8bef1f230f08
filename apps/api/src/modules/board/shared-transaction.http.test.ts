import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/contract/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('everybody who shares a transaction is told what it took', async () => {
  const cards = await Promise.all(Array.from({ length: 20 }, () => world.book('2027-05-05')));
  const answers = await Promise.all(cards.map((card) => world.move(card, 'in_progress')));
  for (const { headers } of answers) {
    const [, db, total] = /db;dur=([\d.]+), total;dur=([\d.]+)/.exec(headers.get('server-timing') ?? '') ?? [];
    expect(Number(db)).toBeGreaterThan(0);
    expect(Number(db)).toBeLessThanOrEqual(Number(total));
  }
});
