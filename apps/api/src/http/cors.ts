import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OriginPolicy } from './origin-policy.ts';

const EXPOSED = 'ETag, X-Correlation-Id, X-App-Version, Idempotent-Replayed, Retry-After, Server-Timing, Allow';
const ACCEPTED = [
  'Content-Type, Idempotency-Key, If-None-Match, X-Correlation-Id, Last-Event-ID, Authorization, X-Api-Key',
  // What the client adds for AWS.
  'X-Amz-Content-Sha256, X-Amz-Date, X-Amz-Security-Token',
].join(', ');
const SECONDS_KEPT = '600';

/** Lets pages of allowed origins read the answer. `Vary: Origin` is set for every answer, where all headers are. */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply, policy: OriginPolicy): void {
  const { origin } = request.headers;
  if (origin === undefined || !policy.allowsOrigin(origin)) return;
  if (policy.allowsAny) {
    reply.header('access-control-allow-origin', '*');
  } else {
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-allow-credentials', 'true');
  }
  reply.header('access-control-expose-headers', EXPOSED);
}

/** Answers OPTIONS; with `Access-Control-Request-Method` it is a browser asking before a request (a preflight). */
export function answerOptions(
  request: FastifyRequest,
  reply: FastifyReply,
  methods: readonly string[],
  policy: OriginPolicy,
) {
  const { origin } = request.headers;
  reply.code(204).header('allow', methods.join(', ')).header('cache-control', 'no-store');
  if (
    request.headers['access-control-request-method'] !== undefined &&
    origin !== undefined &&
    policy.allowsOrigin(origin)
  ) {
    reply.header('access-control-allow-methods', methods.join(', '));
    reply.header('access-control-allow-headers', ACCEPTED);
    reply.header('access-control-max-age', SECONDS_KEPT);
  }
  return reply.send();
}
