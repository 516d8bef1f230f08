import { afterAll, expect, test } from 'vitest';
import { serve } from './serve.ts';

const served = await serve();
afterAll(() => served.close());

test('a served app answers from its own database', async () => {
  expect((await served.api('GET', '/readyz')).data).toEqual({ status: 'ready', migration: expect.any(Number) });
  const board = await served.api('GET', '/api/admin/appointments/board?date=2025-09-20');
  expect(board.data).toMatchObject({ date: '2025-09-20', revision: '0', time_zone: 'America/Los_Angeles' });
  const again = await served.api('GET', '/api/admin/appointments/board?date=2025-09-20', undefined, {
    'if-none-match': board.headers.get('etag') ?? '',
  });
  expect([again.status, again.body]).toEqual([304, '']);
});
