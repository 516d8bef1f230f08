import {
  type BodyOf,
  type boardStream,
  type DataOf,
  type Endpoint,
  isWrite,
  type ParamsOf,
  type QueryOf,
} from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CachedAnswer } from '../cached-answer.ts';
import { invalid, notFound } from '../errors.ts';
import type { Load } from '../load.ts';
import type { RequestContext, Shop, WriteAnswer } from '../request-context.ts';
import { sendAnswer } from './answer.ts';
import { UNSUPPORTED } from './body-parsers.ts';
import { unsupportedMediaType } from './error-reply.ts';
import { readBody } from './read-body.ts';
import { readQuery } from './read-query.ts';
import { requestHash } from './request-hash.ts';
import { check } from './validate.ts';

/** What a handler is given: everything checked and typed by the endpoint's schemas. */
export interface RouteInput<E extends Endpoint> {
  ctx: RequestContext;
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  request: FastifyRequest;
}

/** Data as the endpoint's schema has it, the text of a write's first answer, or kept bytes with their tag. */
export type RouteAnswer<E extends Endpoint> = DataOf<E> | WriteAnswer | CachedAnswer;

export type Handler<E extends Endpoint> = (input: RouteInput<E>) => Promise<RouteAnswer<E>>;

/**
 * Registers one operation of the API: reads and checks the request by its schemas, calls the handler, sends its answer.
 * Errors, headers, log and metrics are those of the whole server.
 * @param deps without a `load` it is answered however much there is to do
 * @example route(app, endpoints.moveAppointment, deps, ({ ctx, params, body }) => moveAppointment(deps, ctx, params.id, body))
 */
export function route<const E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  { shop, load }: { readonly shop: Shop; readonly load?: Load },
  handler: Handler<E>,
): void {
  const kind = isWrite(endpoint) ? 'write' : 'read';
  app.route({
    method: endpoint.method,
    url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
    // Before the body is read: a refusal must cost next to nothing. `run` asks again, for others may have begun since.
    onRequest: (_request, _reply, done) => done(load?.refusal(kind)),
    handler: async (request, reply) => {
      const input = readRequest(endpoint, request, shop);
      const answer = load ? await load.run(kind, () => handler(input)) : await handler(input);
      return sendAnswer(request, reply, endpoint.status, answer as object);
    },
  });
}

/** What the handler of a stream is given. */
export interface StreamInput<E extends typeof boardStream> {
  ctx: RequestContext;
  query: QueryOf<E>;
  /** The latest event that the caller has. */
  lastEventId: string | undefined;
}

/** Registers an operation that answers for as long as somebody listens. HEAD answers the headers alone. */
export function streamRoute<const E extends typeof boardStream>(
  app: FastifyInstance,
  endpoint: E,
  deps: { readonly shop: Shop },
  handler: (input: StreamInput<E>, request: FastifyRequest, reply: FastifyReply) => Promise<void>,
): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    handler: async (request, reply) => {
      const query = readQuery(endpoint.query, request.query as Record<string, unknown>);
      check(endpoint.query, query, 'query');
      const lastEventId = request.headers['last-event-id']?.toString();
      if (request.method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send();
      await handler({ ctx: contextOf(request, deps.shop, null), query, lastEventId } as StreamInput<E>, request, reply);
      return reply;
    },
  });
}

/** For operations that belong to no shop, e.g. health. */
export const noShop: { shop: Shop } = { shop: { id: '', name: '', time_zone: 'UTC' } };

function readRequest<E extends Endpoint>(endpoint: E, request: FastifyRequest, shop: Shop): RouteInput<E> {
  const params = request.params as Record<string, string>;
  const query = endpoint.query === undefined ? {} : readQuery(endpoint.query, request.query as Record<string, unknown>);
  const key = isWrite(endpoint) ? idempotencyKey(request) : null;
  if (endpoint.query !== undefined) check(endpoint.query, query, 'query');
  const body = endpoint.body === undefined ? noBodyOf(request) : bodyOf(request);
  if (endpoint.body !== undefined) check(endpoint.body, body, 'body');
  // An empty or impossible id is that of nothing.
  for (const value of Object.values(params)) if (!/^[^\p{Cc}]{1,200}$/u.test(value)) throw notFound('thing');
  const hashed = () => requestHash(endpoint.method, endpoint.path, { params, query, body });
  const ctx = contextOf(request, shop, key === null ? null : { key, requestHash: hashed() });
  return { ctx, params, query, body, request } as RouteInput<E>;
}

const contextOf = (
  request: FastifyRequest,
  shop: Shop,
  idempotency: RequestContext['idempotency'],
): RequestContext => ({
  shop,
  actor: { id: 'anonymous', name: 'anonymous' },
  correlationId: request.id,
  idempotency,
  timing: request.timing,
});

function bodyOf(request: FastifyRequest): unknown {
  const { body } = request;
  if (body === UNSUPPORTED) throw unsupportedMediaType();
  if (!Buffer.isBuffer(body) || body.length === 0) throw invalid({ body: ['is required'] });
  return readBody(body);
}

/** An operation without a body leaves one that is not JSON unread, but what somebody wrote in fields is not to be lost silently. */
function noBodyOf({ body }: FastifyRequest): undefined {
  if (!Buffer.isBuffer(body) || body.length === 0) return;
  const value = readBody(body);
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (names.length > 0) throw invalid(Object.fromEntries(names.map((name) => [name, ['is not a known field']])));
}

function idempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw invalid({ 'Idempotency-Key': ['must be 1 to 255 printable ASCII characters'] });
}
