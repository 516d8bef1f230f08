import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';

const MINUTE = 60_000;
/** Those who watch the server must see it also when others overrun it. */
const EXEMPT = new Set(['/healthz', '/readyz', '/metrics']);

type Check = (request: FastifyRequest) => Promise<void>;

/**
 * Counts requests by address.
 * @param perMinute requests that one address may send a minute
 * @returns rejects with ApiError `rate_limited` when there were more
 */
export async function limitRate(app: FastifyInstance, perMinute: number): Promise<Check> {
  await app.register(rateLimit, { global: false });
  // Who hung up right after sending has no address any more. All of those are counted together, so that it is no way around.
  const keyGenerator = (request: FastifyRequest) =>
    (request.ip as string | undefined) === undefined ? 'hung up' : normalizeIP(request.ip);
  const count = app.createRateLimit({ max: perMinute, timeWindow: MINUTE, keyGenerator });
  return async (request) => {
    if (EXEMPT.has(request.routeOptions.url ?? '')) return;
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    throw new ApiError('rate_limited', 'Too many requests from this address. Wait a little.', {
      retry_after_ms: counted.ttl,
    });
  };
}
