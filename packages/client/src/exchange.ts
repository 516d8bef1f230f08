import { ERRORS, type ErrorCode, type FailureBody, type SuccessBody } from '@edgar-auto-shop/contract';
import type { OutgoingRequest } from './auth.ts';
import { type Failure, type Refusal, StatusBoardError } from './errors.ts';
import { timerMs } from './timeouts.ts';
import { dispatch, orAborted, type Transport } from './transport.ts';

/** One request, and how long it may take. */
export interface WireRequest extends OutgoingRequest {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** A success; `data` is undefined where nothing changed since the ETag that was sent (304). */
export interface WireAnswer {
  status: number;
  data: unknown;
  etag: string | undefined;
}

/** Where a server leaves out what the contract promises: whoever looks there shall find nothing, and not fail. */
const NO_DETAILS: Partial<Record<ErrorCode, object>> = {
  validation_error: { fields: {} },
  version_conflict: {},
  already_exists: {},
  invalid_transition: { allowed: [] },
  not_undoable: {},
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A code that is not in the contract is no refusal that anybody could switch over. */
function isFailure(body: unknown): body is FailureBody {
  return isObject(body) && body.ok === false && isObject(body.error) && Object.hasOwn(ERRORS, String(body.error.code));
}

/** Every operation's data is an object: with anything else, something in between has answered. */
function isSuccess(body: unknown): body is SuccessBody<unknown> {
  return isObject(body) && body.ok === true && isObject(body.data);
}

/** `Retry-After`, in seconds or as a date, as milliseconds: a proxy in between may know better than the body. */
function retryAfterMs(response: Response): number {
  const text = response.headers.get('Retry-After') ?? '';
  const ms = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return ms > 0 ? ms : 0;
}

function refusal(body: FailureBody, response: Response): Refusal {
  const { code, message, details } = body.error;
  const waits = code === 'rate_limited' || code === 'unavailable';
  const asked = isObject(details) && 'retry_after_ms' in details ? Number(details.retry_after_ms) || 0 : 0;
  return {
    kind: code,
    status: response.status,
    message,
    details: waits ? { retry_after_ms: Math.max(asked, retryAfterMs(response)) } : (details ?? NO_DETAILS[code]),
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
export async function exchange(transport: Transport, request: WireRequest): Promise<WireAnswer> {
  const timeout = AbortSignal.timeout(timerMs(request.timeoutMs));
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  let response: Response;
  let body: unknown;
  try {
    response = await dispatch(transport, request, signal);
    body = response.status === 304 ? undefined : await orAborted(readJson(response), signal);
  } catch (thrown) {
    throw transportError(thrown, request, timeout);
  }
  const { status } = response;
  const etag = response.headers.get('ETag') ?? undefined;
  // One that nobody asked for would be an answer without anything in it.
  if (status === 304 && request.headers['If-None-Match']) return { status, data: undefined, etag };
  if (response.ok && isSuccess(body)) return { status, data: body.data, etag };
  throw new StatusBoardError(failureIn(body, response));
}

/** Why no answer came. */
function transportError(thrown: unknown, request: WireRequest, timeout: AbortSignal): StatusBoardError {
  if (request.signal?.aborted)
    return new StatusBoardError({ kind: 'aborted', message: 'The call was given up' }, thrown);
  if (timeout.aborted) {
    return new StatusBoardError({ kind: 'timeout', message: `No answer within ${request.timeoutMs} ms` }, thrown);
  }
  if (thrown instanceof StatusBoardError) return thrown;
  return new StatusBoardError({ kind: 'network', message: 'The server cannot be reached' }, thrown);
}

/** What an answer that is no success says. */
export const failureOfAnswer = async (response: Response): Promise<Failure> =>
  failureIn(await readJson(response), response);

function failureIn(body: unknown, response: Response): Failure {
  if (isFailure(body)) return refusal(body, response);
  const message = `An answer that is not the API's (HTTP ${response.status})`;
  const asked = retryAfterMs(response);
  return { kind: 'protocol', status: response.status, message, ...(asked > 0 ? { retryAfterMs: asked } : {}) };
}
