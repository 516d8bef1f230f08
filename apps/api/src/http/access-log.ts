import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';

/** The status of a request whose caller went away before the answer was sent, as nginx writes it. */
const GONE = 499;

/** Counts and logs a request when its answer is sent, or its caller gone. What was in it stays out of the log. */
export function observe(
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
  metrics: Metrics,
  shop: string | undefined,
): void {
  metrics.inFlight.inc();
  reply.raw.once('close', () => {
    metrics.inFlight.dec();
    const ms = performance.now() - request.startedAt;
    // The pattern, never the address: that has ids and what people search for in it.
    const route = request.routeOptions.url ?? request.label;
    // Whoever listens to a stream ends it by going away, and for how long it listened says nothing about us.
    const status = reply.raw.writableFinished || request.isStream ? reply.statusCode : GONE;
    if (!request.isStream) metrics.requestDuration.observe({ route, method: request.method, status }, ms / 1000);
    log[status < 500 || status === 503 ? 'info' : 'error']({
      correlation_id: request.id,
      shop,
      route,
      method: request.method,
      status,
      duration_ms: round(ms),
      db_ms: round(request.timing.dbMs),
    });
  });
}

const round = (ms: number) => Math.round(ms * 100) / 100;
