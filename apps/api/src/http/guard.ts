import type { FastifyRequest } from 'fastify';
import { ApiError, invalid } from '../errors.ts';
import type { OriginPolicy } from './origin-policy.ts';

/** What tells of the shop or the server outside the API. Whether it lives may be asked under any name. */
const GUARDED = new Set(['/metrics', '/openapi.json', '/docs/json', '/docs/yaml']);
/** As node:http reads it: everything else of `Expect` is an order that nobody here follows. */
const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;
const READS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Whether the path belongs to the API, also when written as `/%61pi/…`. */
export function isApiPath(url: string): boolean {
  const path = url.charCodeAt(1) === 97 /* a */ && !url.includes('%') ? url : decoded(url);
  return path.startsWith('/api') && (path.length === 4 || path[4] === '/' || path[4] === '?');
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '');
  } catch {
    // Not decodable: whatever it is, it is no page.
    return url.startsWith('/api') ? url : `/api${url}`;
  }
}

/**
 * A web page elsewhere must not steer a board on this machine.
 * @throws ApiError `forbidden`, saying which setting to change
 */
export function guard(request: FastifyRequest, policy: OriginPolicy): void {
  const { host, origin, expect } = request.headers;
  if (!isApiPath(request.raw.url ?? '') && !GUARDED.has(request.routeOptions.url ?? '')) return;
  if (host === undefined && request.raw.httpVersion !== '1.0') throw invalid({ Host: ['is required'] });
  if (host !== undefined && !policy.knowsHost(host)) {
    throw new ApiError(
      'forbidden',
      `This server does not go by the name "${host.slice(0, 100)}". If it should, add that address to CORS_ORIGINS, ` +
        `e.g. CORS_ORIGINS=${schemeOf(request.headers)}://${nameIn(host)}.`,
      undefined,
    );
  }
  if (expect !== undefined && !CONTINUE.test(expect)) throw invalid({ Expect: ['must be 100-continue or left out'] });
  if (origin !== undefined && !READS.has(request.method) && !policy.mayWrite(origin, host)) {
    throw new ApiError(
      'forbidden',
      `Pages of "${origin.slice(0, 100)}" may not change anything here. If they should, add that origin to CORS_ORIGINS.`,
      undefined,
    );
  }
}

/** This server speaks http; who comes by https says so in Origin, or the proxy that speaks it says so. */
function schemeOf({ origin, host, 'x-forwarded-proto': forwarded }: FastifyRequest['headers']): 'http' | 'https' {
  return origin === `https://${host}` || /^https(,|$)/i.test(String(forwarded)) ? 'https' : 'http';
}

const nameIn = (host: string) => (/^[A-Za-z0-9.:-]{1,100}$/.test(host) ? host : 'board.example.com');
