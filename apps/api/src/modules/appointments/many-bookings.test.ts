import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenShop, openShop } from '../../../test/open-shop.ts';
import { ApiError } from '../../errors.ts';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** As a client does: on a disk so slow that its turn does not come in 2.5 s it is refused, and asks again. */
async function insistOnBooking(i: number): Promise<{ id: string }> {
  for (;;) {
    try {
      return await shop.book('2025-05-01', { tech_id: shop.technicianIds[i % 2] as string });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'unavailable') || /locked/.test(error.message)) throw error;
      await sleep((error.details as { retry_after_ms: number }).retry_after_ms);
    }
  }
}

test('a hundred and eighty bookings on one board at once are all made, each placed once', async () => {
  const made = await Promise.all(Array.from({ length: 180 }, (_, i) => insistOnBooking(i)));
  const [board] = await shop.boards.current(shop.ctx(), ['2025-05-01']);
  expect(board?.revision).toBe(180);
  expect(board?.order.scheduled.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
});
