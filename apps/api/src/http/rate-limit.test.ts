import { once } from 'node:events';
import { connect } from 'node:net';
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

test('who hangs up right after sending is counted, and is no defect', async () => {
  const bare = await serveBare([healthRoutes], { RATE_LIMIT: '200' });
  try {
    const request = 'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n';
    for (let i = 0; i < 100; i += 1) {
      const socket = connect(bare.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(request.repeat(5));
      socket.resetAndDestroy();
    }
    expect((await bare.api('GET', '/healthz')).status).toBe(200);
    expect(bare.lines.filter(({ level }) => level === 'error' || Number(level) >= 50)).toEqual([]);
    expect(bare.lines.length).toBeGreaterThan(1);
  } finally {
    await bare.close();
  }
});
