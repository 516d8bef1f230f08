import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { guard } from './guard.ts';
import { OriginPolicy } from './origin-policy.ts';

const policy = new OriginPolicy({ host: '0.0.0.0', corsOrigins: [], authMode: 'none', allowInsecure: true });

function refusal(headers: Record<string, string>, under = policy): string {
  const raw = { url: '/api/admin/appointments/board', httpVersion: '1.1' };
  const request = { headers: { host: 'shop-pc.lan:4650', ...headers }, raw, routeOptions: {}, method: 'GET' };
  try {
    guard(request as unknown as FastifyRequest, under);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  [{}, 'http'],
  [{ origin: 'http://shop-pc.lan:4650' }, 'http'],
  [{ origin: 'https://shop-pc.lan:4650' }, 'https'],
  [{ 'x-forwarded-proto': 'https' }, 'https'],
  [{ 'x-forwarded-proto': 'https, http' }, 'https'],
])('whoever comes under an unknown name is told the setting with the scheme in use: %j', (headers, scheme) => {
  const setting = /CORS_ORIGINS=(\S+)\.$/.exec(refusal(headers))?.[1];
  expect(setting).toBe(`${scheme}://shop-pc.lan:4650`);
});

test('the setting that it names lets them in', () => {
  const origin = /CORS_ORIGINS=(\S+)\.$/.exec(refusal({}))?.[1] ?? '';
  const told = new OriginPolicy({ host: '0.0.0.0', corsOrigins: [origin], authMode: 'none', allowInsecure: true });
  expect(refusal({}, told)).toBe('');
});
