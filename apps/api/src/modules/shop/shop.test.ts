import { afterAll, expect, test } from 'vitest';
import { serve } from '../../../test/serve.ts';

const served = await serve({ SHOP_NAME: 'Ana’s Autos', SHOP_TIME_ZONE: 'Europe/Madrid' });
afterAll(() => served.close());

test('the shop is told as it was named at its first start', async () => {
  expect((await served.api('GET', '/api/admin/shop')).data).toEqual({
    name: 'Ana’s Autos',
    time_zone: 'Europe/Madrid',
  });
});
