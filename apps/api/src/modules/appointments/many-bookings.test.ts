import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenShop, openShop } from '../../../test/open-shop.ts';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

test('a hundred and eighty bookings on one board at once are all made, each placed once', async () => {
  const made = await Promise.all(
    Array.from({ length: 180 }, (_, i) => shop.book('2025-05-01', { tech_id: shop.technicianIds[i % 2] as string })),
  );
  const [board] = await shop.boards.current(shop.ctx(), ['2025-05-01']);
  expect(board?.revision).toBe(180);
  expect(board?.order.scheduled.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
});
