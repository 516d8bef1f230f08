import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { isApiPath } from './guard.ts';
import { protectPage } from './security-headers.ts';

const RETRY_MS = 2_000;

const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Starting</title>
<body style="font:18px/1.6 system-ui;max-width:34em;margin:4em auto;padding:0 1em">
<h1>The board is starting</h1>
<p>It waits for its database. This page looks again by itself every two seconds.</p>
</body></html>
`;

/** While there is no database yet: who asks for a page gets one, who asks whether the process lives is told; all others wait. */
export function waitForDatabase(request: FastifyRequest): void {
  const url = request.raw.url ?? '/';
  const isPage = request.is404 && !isApiPath(url) && /text\/html/.test(request.headers.accept ?? '');
  if (isPage || request.routeOptions.url === '/healthz' || request.routeOptions.url === '/metrics') return;
  throw new ApiError('unavailable', 'The server is starting and waits for its database. Try again soon.', {
    retry_after_ms: RETRY_MS,
  });
}

export async function sendStartingPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  request.label = 'web';
  protectPage(request, reply);
  return reply
    .code(503)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': RETRY_MS / 1000,
    })
    .send(PAGE);
}
