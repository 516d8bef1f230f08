import { API_TIMEOUTS } from '@edgar-auto-shop/contract';
import type { BodyOf, DataOf, Endpoints, ParamsOf, QueryOf } from '@edgar-auto-shop/contract/endpoints';
import { EtagCache } from './etag-cache.ts';
import { exchange, type WireRequest } from './exchange.ts';
import { OPERATIONS, type OperationId } from './operations.ts';
import { DEFAULT_RETRY, type RetryPolicy, withRetries } from './retry.ts';

export interface ClientOptions {
  /** Where the API is, without a trailing slash; empty for the page's own origin. */
  baseUrl: string;
  /** For tests and for runtimes with their own. */
  fetch?: typeof fetch;
  retry?: RetryPolicy;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** For a write that is repeated by the caller: the same for every try. Writes without one get one, for their own retries. */
  idempotencyKey?: string;
  /** Instead of the client's own; `attempts: 1` for callers that keep trying by themselves. */
  retry?: RetryPolicy;
}

type Params<E> = E extends { params: unknown } ? { params: ParamsOf<E> } : { params?: undefined };
type Query<E> = E extends { query: unknown } ? { query?: QueryOf<E> } : { query?: undefined };
type Body<E> = E extends { body: unknown } ? { body: BodyOf<E> } : { body?: undefined };

/** What an operation takes, by its types in the contract. */
export type CallRequest<O extends OperationId> = Params<Endpoints[O]> &
  Query<Endpoints[O]> &
  Body<Endpoints[O]> &
  CallOptions;

export type CallResult<O extends OperationId> = DataOf<Endpoints[O]>;

/** A request with its types worn off. */
export interface PlainRequest extends CallOptions {
  params?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
}

/** A short random name for a request, to be found again in the server's log. */
const correlationId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 16);

function urlOf(baseUrl: string, path: string, request: PlainRequest): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(request.params?.[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return `${baseUrl}${filled}${query.size > 0 ? `?${query}` : ''}`;
}

/** Makes the two ways to call: any operation by method and path, and reads that remember their ETag. */
export function createCaller(options: ClientOptions) {
  const send = options.fetch ?? ((input, init) => fetch(input, init));
  const cache = new EtagCache(32);

  function prepare(method: string, path: string, request: PlainRequest): WireRequest {
    const isRead = method === 'GET';
    const headers: Record<string, string> = { Accept: 'application/json', 'X-Correlation-Id': correlationId() };
    if (!isRead) headers['Idempotency-Key'] = request.idempotencyKey ?? crypto.randomUUID();
    if (request.body !== undefined) headers['Content-Type'] = 'application/json';
    return {
      method,
      url: urlOf(options.baseUrl, path, request),
      headers,
      body: request.body,
      timeoutMs: isRead ? API_TIMEOUTS.read : API_TIMEOUTS.write,
      signal: request.signal,
    };
  }

  async function perform(method: string, path: string, request: PlainRequest): Promise<unknown> {
    const wire = prepare(method, path, request);
    const policy = request.retry ?? options.retry ?? DEFAULT_RETRY;
    return (await withRetries(() => exchange(send, wire), policy, request.signal)).data;
  }

  async function read(path: string, request: PlainRequest): Promise<unknown> {
    const wire = prepare('GET', path, request);
    const known = cache.get(wire.url);
    if (known) wire.headers['If-None-Match'] = known.etag;
    const policy = request.retry ?? options.retry ?? DEFAULT_RETRY;
    const answer = await withRetries(() => exchange(send, wire), policy, request.signal);
    if (answer.data === undefined && known) return known.data;
    if (answer.etag) cache.set(wire.url, answer.etag, answer.data);
    return answer.data;
  }

  function invoke<O extends OperationId>(operation: O, request: PlainRequest): Promise<CallResult<O>> {
    const { method, path } = OPERATIONS[operation];
    return perform(method, path, request) as Promise<CallResult<O>>;
  }

  const call = <O extends OperationId>(operation: O, request: CallRequest<O>): Promise<CallResult<O>> =>
    invoke(operation, request as PlainRequest);

  /** For what is no call: the address of a path, and how requests are sent. */
  const urlFor = (path: string, query: Record<string, unknown>) => urlOf(options.baseUrl, path, { query });

  return { call, invoke, read, send, urlFor };
}
