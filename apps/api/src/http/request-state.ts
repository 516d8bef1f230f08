import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

declare module 'fastify' {
  interface FastifyRequest {
    /** `performance.now()` when its head had been read. */
    startedAt: number;
    /** Milliseconds spent waiting for the database. */
    timing: { dbMs: number };
    /** What the log and the metrics call it where it has no route of its own, e.g. `web`. */
    label: string;
    /** Whether its answer goes on for as long as the caller listens. */
    isStream: boolean;
  }
}

const GIVEN = /^[A-Za-z0-9._-]{1,128}$/;

/** The client's own correlation id where it is one, else a new one. */
export function correlationIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-correlation-id'];
  return typeof given === 'string' && GIVEN.test(given) ? given : randomUUID();
}
