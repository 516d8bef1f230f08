import { expect, test } from 'vitest';
import { serveBare } from '../../test/serve-bare.ts';
import { healthRoutes } from '../modules/health/routes.ts';

test('more than RATE_LIMIT requests a minute are 429 with the time to wait; health and metrics never', async () => {
  const bare = await serveBare([healthRoutes], { RATE_LIMIT: '5' });
  try {
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push((await bare.api('GET', i % 2 ? '/api/nothing' : '/openapi.json')).status);
    expect(statuses).toEqual([200, 404, 200, 404, 200, 429, 429]);
    const answer = await bare.api('GET', '/api/nothing');
    expect(answer.body.error).toMatchObject({ code: 'rate_limited', details: { retry_after_ms: expect.any(Number) } });
    const wait = answer.body.error.details.retry_after_ms;
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(answer.headers.get('retry-after')).toBe(String(Math.ceil(wait / 1000)));
    expect((await bare.api('GET', '/healthz')).status).toBe(200);
    expect((await bare.api('GET', '/metrics')).status).toBe(200);
  } finally {
    await bare.close();
  }
});
