import type { FailureBody, SuccessBody } from '@edgar-auto-shop/contract';
import { type Failure, type Refusal, StatusBoardError } from './errors.ts';

/** One request as it goes over the wire. */
export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: unknown;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** A success; `data` is undefined where nothing changed since the ETag that was sent (304). */
export interface WireAnswer {
  data: unknown;
  etag: string | undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function isFailure(body: unknown): body is FailureBody {
  return isObject(body) && body.ok === false && isObject(body.error) && typeof body.error.code === 'string';
}

function isSuccess(body: unknown): body is SuccessBody<unknown> {
  return isObject(body) && body.ok === true && 'data' in body;
}

/** `Retry-After` in seconds as milliseconds: a proxy in between may know better than the body. */
function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('Retry-After') ?? '');
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : 0;
}

function refusal(body: FailureBody, response: Response): Refusal {
  const { code, message, details } = body.error;
  const waits = code === 'rate_limited' || code === 'unavailable';
  const asked = isObject(details) && 'retry_after_ms' in details ? Number(details.retry_after_ms) : 0;
  return {
    kind: code,
    status: response.status,
    message,
    details: waits ? { retry_after_ms: Math.max(asked, retryAfterMs(response)) } : details,
    correlationId: body.correlation_id,
  } as Refusal;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends once and reads the envelope. Rejects with a StatusBoardError and nothing else. */
export async function exchange(send: typeof fetch, request: WireRequest): Promise<WireAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  let response: Response;
  let body: unknown;
  try {
    response = await send(request.url, {
      method: request.method,
      headers: request.headers,
      signal,
      // The board keeps its own copies by ETag; the browser's cache in between would answer 200 with an old one.
      cache: 'no-store',
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    body = response.status === 304 ? undefined : await readJson(response);
  } catch (thrown) {
    if (request.signal?.aborted)
      throw new StatusBoardError({ kind: 'aborted', message: 'The call was given up' }, thrown);
    if (timeout.aborted)
      throw new StatusBoardError({ kind: 'timeout', message: `No answer within ${request.timeoutMs} ms` }, thrown);
    throw new StatusBoardError({ kind: 'network', message: 'The server cannot be reached' }, thrown);
  }
  if (response.status === 304) return { data: undefined, etag: response.headers.get('ETag') ?? undefined };
  if (isSuccess(body)) return { data: body.data, etag: response.headers.get('ETag') ?? undefined };
  throw new StatusBoardError(failureIn(body, response));
}

/** What an answer that is no success says. */
export const failureOfAnswer = async (response: Response): Promise<Failure> =>
  failureIn(await readJson(response), response);

function failureIn(body: unknown, response: Response): Failure {
  if (isFailure(body)) return refusal(body, response);
  const message = `An answer that is not the API's (HTTP ${response.status})`;
  return { kind: 'protocol', status: response.status, message };
}
