import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';

/** The status of a request whose caller went away before the answer was sent, as nginx writes it. */
const GONE = 499;

const round = (ms: number) => Math.round(ms * 100) / 100;

/**
 * Counts and logs requests when their answer is sent, or their caller gone. What was in them stays out of the log.
 * @returns to be called when a request begins
 */
export function observer(log: Log, metrics: Metrics, shop: string | undefined) {
  const ofShop = shop === undefined ? '' : `"shop":${JSON.stringify(shop)},`;

  function note(request: FastifyRequest, response: ServerResponse): void {
    metrics.inFlight -= 1;
    const ms = performance.now() - request.startedAt;
    const { method, isStream } = request;
    // The pattern, never the address: that has ids and what people search for in it.
    const route = request.routeOptions.url ?? request.label;
    // Whoever listens to a stream ends it by going away, and for how long it listened says nothing about us.
    const status = response.writableFinished || isStream ? response.statusCode : GONE;
    if (!isStream) metrics.requestDurations.observe(route, method, status, ms / 1000);
    const level = status < 500 || status === 503 ? 'info' : 'error';
    if (!log.isLevelEnabled(level)) return;
    // Put together by hand: pino would take a quarter of what remains of a request. Nothing here can have a character
    // that JSON escapes: correlation ids, methods and patterns have none.
    log.line(
      `{"level":"${level}","time":"${new Date().toISOString()}","correlation_id":"${request.id}",${ofShop}` +
        `"route":"${route}","method":"${method}","status":${status},` +
        `"duration_ms":${round(ms)},"db_ms":${round(request.timing.dbMs)}}\n`,
    );
  }

  return (request: FastifyRequest, { raw }: FastifyReply): void => {
    metrics.inFlight += 1;
    // Closed once only, so `once` and what it keeps is not needed.
    raw.on('close', () => note(request, raw));
  };
}
