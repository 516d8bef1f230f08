import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CachedAnswer } from '../cached-answer.ts';
import type { WriteAnswer } from '../request-context.ts';
import { matches } from './etag.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Names the database's share of the time that the request took, in milliseconds. */
export function setTiming(request: FastifyRequest, reply: FastifyReply): void {
  const total = performance.now() - request.startedAt;
  reply.header('server-timing', `db;dur=${request.timing.dbMs.toFixed(1)}, total;dur=${total.toFixed(1)}`);
}

const isWriteAnswer = (answer: object): answer is WriteAnswer => 'json' in answer && 'replayed' in answer;
const isCachedAnswer = (answer: object): answer is CachedAnswer => 'envelope' in answer && 'etag' in answer;

/** Sends what a handler answered: plain data, the kept text of a write, or kept bytes with their tag. */
export function sendAnswer(request: FastifyRequest, reply: FastifyReply, status: number, answer: object): FastifyReply {
  setTiming(request, reply);
  if (isCachedAnswer(answer)) return sendCached(request, reply, answer);
  reply.code(status).header('content-type', JSON_TYPE);
  reply.header('cache-control', request.method === 'GET' || request.method === 'HEAD' ? 'no-cache' : 'no-store');
  if (!isWriteAnswer(answer)) return reply.send(`{"ok":true,"data":${JSON.stringify(answer)}}`);
  if (answer.replayed) reply.header('idempotent-replayed', 'true');
  return reply.send(`{"ok":true,"data":${answer.json}}`);
}

function sendCached(
  request: FastifyRequest,
  reply: FastifyReply,
  { envelope, etag, encodings }: CachedAnswer,
): FastifyReply {
  reply.header('etag', etag).header('cache-control', 'no-cache');
  if (encodings !== undefined) reply.header('vary', 'Origin, Accept-Encoding');
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  reply.header('content-type', JSON_TYPE);
  const coding = encodings && bestCoding(request.headers['accept-encoding'], encodings);
  if (coding === undefined) return reply.send(envelope);
  return reply.header('content-encoding', coding).send(encodings?.[coding]);
}

function bestCoding(accepted: string | string[] | undefined, there: NonNullable<CachedAnswer['encodings']>) {
  const wanted = String(accepted ?? '')
    .split(',')
    .filter((it) => !/;\s*q=0(\.0*)?\s*$/.test(it))
    .map((it) => it.split(';', 1)[0]?.trim().toLowerCase());
  return (['br', 'gzip'] as const).find((coding) => there[coding] !== undefined && wanted.includes(coding));
}
