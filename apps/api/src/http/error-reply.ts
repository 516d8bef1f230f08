import type { FailureBody } from '@edgar-auto-shop/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, invalid, notFound } from '../errors.ts';
import type { Log } from '../log.ts';
import { JSON_TYPE, setTiming } from './answer.ts';

/** The text of a failure, as every error of the closed list leaves the server. */
export function failureText(error: ApiError, correlationId: string): string {
  const { code, message, details } = error;
  const body: FailureBody = {
    ok: false,
    error: details === undefined ? { code, message } : { code, message, details },
    correlation_id: correlationId,
  };
  return JSON.stringify(body);
}

const internal = (cause: unknown) =>
  new ApiError('internal_error', 'Something went wrong on the server. It has been logged.', undefined, { cause });

/** What a client may know of an error: those of the closed list as they are, Fastify's by what they mean, no other. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const { code, statusCode = 500 } = (error ?? {}) as { code?: unknown; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) {
    return new ApiError('payload_too_large', 'The body is larger than 1 MiB.', undefined);
  }
  if (statusCode === 415) return unsupportedMediaType();
  if (code === 'FST_ERR_BAD_URL' || statusCode === 404) return unknownPath();
  if (statusCode >= 400 && statusCode < 500) return invalid({ body: ['did not arrive as announced'] });
  return internal(error);
}

export const unknownPath = () => {
  const { code, details } = notFound('path');
  return new ApiError(code, 'There is nothing at this address. See /docs for what there is.', details);
};

export const unsupportedMediaType = () =>
  new ApiError(
    'unsupported_media_type',
    'The body must be sent as application/json in UTF-8, not compressed.',
    undefined,
  );

/** The one place that turns errors into replies. */
export function replyWithError(log: Log, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = asApiError(thrown);
  // One that has no cause has been explained where it was thrown, e.g. while the database is not there yet.
  if (error.status >= 500 && (error.cause !== undefined || error !== thrown)) {
    const isDefect = error.code === 'internal_error';
    const err = error.cause ?? error;
    const about = { correlation_id: request.id, route: request.routeOptions.url ?? request.label, err };
    log[isDefect ? 'error' : 'warn'](about, isDefect ? 'a defect' : error.code);
  }
  if (error.details !== undefined && 'retry_after_ms' in error.details) {
    reply.header('retry-after', String(Math.max(1, Math.ceil(error.details.retry_after_ms / 1000))));
  }
  // A file that could not be sent has left its headers behind.
  for (const header of ['content-length', 'content-encoding', 'etag', 'last-modified', 'accept-ranges'])
    reply.removeHeader(header);
  if (error.code === 'payload_too_large') {
    // Closed at once, the connection would be reset under the rest of the body, and with it often the answer. Node reads and
    // forgets the rest, for as long as a request may take.
    reply.removeHeader('connection');
    request.raw.resume();
  }
  setTiming(request, reply);
  return reply
    .code(error.status)
    .header('content-type', JSON_TYPE)
    .header('cache-control', 'no-store')
    .send(failureText(error, request.id));
}
