import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CachedAnswer } from '../cached-answer.ts';
import type { WriteAnswer } from '../request-context.ts';
import { compressed, isWorthIt, takesGzip } from './compression.ts';
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
export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  answer: object,
): FastifyReply | Promise<FastifyReply> {
  setTiming(request, reply);
  if (isCachedAnswer(answer)) return sendCached(request, reply, answer);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  reply.code(status).header('content-type', JSON_TYPE);
  reply.header('cache-control', isRead ? 'no-cache' : 'no-store');
  const text = `{"ok":true,"data":${isWriteAnswer(answer) ? answer.json : JSON.stringify(answer)}}`;
  if (isRead) {
    const bytes = Buffer.from(text);
    return sendBytes(reply, bytes, mayBePacked(request, reply, bytes) ? compressed(bytes) : undefined);
  }
  if (isWriteAnswer(answer) && answer.replayed) reply.header('idempotent-replayed', 'true');
  return reply.send(text);
}

function sendCached(request: FastifyRequest, reply: FastifyReply, { envelope, etag }: CachedAnswer) {
  reply.header('cache-control', 'no-cache');
  // A strong tag would say that the bytes are the same, too, compressed or not.
  const weak = `W/${etag}`;
  const mayBe = mayBePacked(request, reply, envelope);
  if (matches(request.headers['if-none-match'], etag)) {
    return reply
      .header('etag', mayBe ? weak : etag)
      .code(304)
      .send();
  }
  reply.header('etag', etag).header('content-type', JSON_TYPE);
  return sendBytes(reply, envelope, mayBe ? compressed(envelope) : undefined, weak);
}

/** Whether it is sent compressed, if there is time for it. Says in any case that this depends on the request. */
function mayBePacked(request: FastifyRequest, reply: FastifyReply, bytes: Buffer): boolean {
  if (!isWorthIt(bytes)) return false;
  reply.header('vary', 'Origin, Accept-Encoding');
  return takesGzip(request.headers['accept-encoding']);
}

/** @param weak the tag of compressed bytes, where they have one */
function sendBytes(
  reply: FastifyReply,
  bytes: Buffer,
  packing: Promise<Buffer | undefined> | undefined,
  weak?: string,
) {
  if (packing === undefined) return reply.send(bytes);
  return packing.then((packed) => {
    if (packed === undefined) return reply.send(bytes);
    if (weak !== undefined) reply.header('etag', weak);
    return reply.header('content-encoding', 'gzip').send(packed);
  });
}
