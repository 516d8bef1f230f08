import type { BodyOf, DataOf, Endpoints, ParamsOf, QueryOf } from '@edgar-auto-shop/contract/endpoints';
import { failureOf } from './errors.ts';
import { EtagCache } from './etag-cache.ts';
import { exchange, type WireAnswer } from './exchange.ts';
import { type Attempt, type Hooks, tell } from './hooks.ts';
import { OPERATIONS, type OperationId, STREAM_PATH } from './operations.ts';
import type { CallOptions, ClientOptions } from './options.ts';
import { randomId } from './random-id.ts';
import { DEFAULT_RETRY, withRetries } from './retry.ts';
import { DEFAULT_RETRY_BUDGET, RetryBudget } from './retry-budget.ts';
import { sendable } from './sendable.ts';
import { timeoutOf } from './timeouts.ts';
import { dispatch, type Transport } from './transport.ts';
import { urlOf } from './url.ts';

type Params<E> = E extends { params: unknown } ? { params: ParamsOf<E> } : { params?: undefined };
type Query<E> = E extends { query: unknown } ? { query?: QueryOf<E> } : { query?: undefined };
type Body<E> = E extends { body: unknown } ? { body: BodyOf<E> } : { body?: undefined };

/** What an operation takes, by its types in the contract. */
export type CallRequest<O extends OperationId> = Params<Endpoints[O]> &
  Query<Endpoints[O]> &
  Body<Endpoints[O]> &
  CallOptions;

/** What an operation answers, by its types in the contract. */
export type CallResult<O extends OperationId> = DataOf<Endpoints[O]>;

/** A request with its types worn off. */
export interface PlainRequest extends CallOptions {
  params?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
}

/** A short random name for a request, to be found again in the server's log. */
const correlationId = (): string => randomId().slice(-16);

/** The fields that say something. */
const given = <T extends object>(fields: T = {} as T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** Makes the ways to call: any operation by its name, reads that remember their ETag, and the live stream. */
export function createCaller(options: ClientOptions) {
  const { auth, payloadHash, hooks } = options;
  const transport: Transport = {
    // Looked up for every request, so that it can be replaced, as tests and tools do.
    send: options.fetch ?? ((input, init) => fetch(input, init)),
    checksAddress: options.fetch === undefined,
    auth,
    payloadHash,
  };
  const budget = new RetryBudget({ ...DEFAULT_RETRY_BUDGET, ...given(options.retryBudget) });
  const cache = new EtagCache(32);

  async function perform(operation: OperationId, request: PlainRequest, etag?: string): Promise<WireAnswer> {
    const { method, path } = OPERATIONS[operation];
    // An empty key would be sent as none, and a repeated write done twice.
    const idempotencyKey = method === 'GET' ? undefined : request.idempotencyKey || randomId();
    const call = { operation, method, path, correlationId: request.correlationId ?? correlationId(), idempotencyKey };
    const wire = sendable(() => {
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      return {
        method,
        url: urlOf(options.baseUrl, path, request.params, request.query),
        headers: {
          Accept: 'application/json',
          'X-Correlation-Id': call.correlationId,
          ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
          ...(body && { 'Content-Type': 'application/json' }),
          ...(etag && { 'If-None-Match': etag }),
        },
        body,
        timeoutMs: timeoutOf(operation, options.timeouts, request.timeoutMs),
        // Of another realm, or of a stand-in, it is none that fires here.
        signal: request.signal && AbortSignal.any([request.signal]),
      };
    });
    const send = (attempt: number) => observed(hooks, { ...call, attempt }, () => exchange(transport, wire));
    return withRetries(send, {
      policy: { ...DEFAULT_RETRY, ...given(options.retry), ...given(request.retry) },
      budget,
      signal: wire.signal,
      onRetry: (attempt, failure, waitMs) => tell(hooks, 'onRetry', { ...call, attempt, failure, waitMs }),
      onBudgetExhausted: (attempt) => tell(hooks, 'onBudgetExhausted', { ...call, attempt }),
    });
  }

  async function read(operation: OperationId, request: PlainRequest): Promise<unknown> {
    const url = sendable(() => urlOf('', OPERATIONS[operation].path, request.params, request.query));
    const known = cache.get(url);
    const answer = await perform(operation, request, known?.etag);
    if (answer.data === undefined && known) return known.data;
    if (answer.etag) cache.set(url, answer.etag, answer.data);
    return answer.data;
  }

  async function invoke<O extends OperationId>(operation: O, request: PlainRequest): Promise<CallResult<O>> {
    return (await perform(operation, request)).data as CallResult<O>;
  }

  const call = <O extends OperationId>(operation: O, request: CallRequest<O>): Promise<CallResult<O>> =>
    invoke(operation, request as PlainRequest);

  /** Asks for the live stream of a board; `attempt` counts the tries since it was last heard. */
  function openStream(date: string | undefined, last: string | undefined, attempt: number, signal: AbortSignal) {
    const facts: Attempt = {
      operation: 'streamBoard',
      method: 'GET',
      path: STREAM_PATH,
      correlationId: correlationId(),
      attempt,
    };
    const request = {
      method: 'GET',
      url: sendable(() => urlOf(options.baseUrl, STREAM_PATH, {}, { date })),
      headers: {
        Accept: 'text/event-stream',
        'X-Correlation-Id': facts.correlationId,
        ...(last && { 'Last-Event-ID': last }),
      },
      body: undefined,
    };
    return observed(hooks, facts, () => dispatch(transport, request, signal));
  }

  return { call, invoke, read, openStream };
}

/** Does the work of one try and tells the hooks. */
async function observed<T extends { status: number }>(
  hooks: Hooks | undefined,
  attempt: Attempt,
  work: () => Promise<T>,
): Promise<T> {
  tell(hooks, 'onRequest', attempt);
  const start = performance.now();
  const durationMs = () => performance.now() - start;
  try {
    const result = await work();
    const { status } = result;
    const outcome = status === 304 ? 'unchanged' : status < 400 ? 'ok' : 'protocol';
    tell(hooks, 'onResponse', { ...attempt, durationMs: durationMs(), outcome, status });
    return result;
  } catch (thrown) {
    const failure = failureOf(thrown);
    const status = 'status' in failure ? failure.status : undefined;
    tell(hooks, 'onResponse', { ...attempt, durationMs: durationMs(), outcome: failure.kind, status });
    throw thrown;
  }
}
