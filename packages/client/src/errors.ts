import type { DetailsOf, ErrorCode } from '@edgar-auto-shop/contract';

/**
 * A refusal by the server, one member for each code of the contract's closed list. What helps to go on is in `details`:
 * the card as it now is (`version_conflict`), where it may go (`invalid_transition`), what is wrong with which field
 * (`validation_error`), in how many milliseconds to come back (`rate_limited`, `unavailable`).
 *
 * @example if (failure.kind === 'invalid_transition') offer(failure.details.allowed);
 */
export type Refusal = {
  [C in ErrorCode]: { kind: C; status: number; message: string; details: DetailsOf<C>; correlationId: string };
}[ErrorCode];

/**
 * Everything that can go wrong with a call.
 *
 * - `network`: no answer came. Whether a write was applied is unknown until it is repeated under its key.
 * - `timeout`: no answer within the operation's time; as unknown as `network`.
 * - `aborted`: the caller's own signal.
 * - `credentials`: the client's `auth` could not authorise the request, so that this try was not sent; one before it may have been.
 * - `invalid_request`: it cannot be sent as it is, such as a body that is no JSON, a header with characters that HTTP does not know or
 *   a `baseUrl` that is none. Nothing was sent, and nothing will be by trying again.
 * - `protocol`: an answer that is not the API's, such as a proxy's error page; with the time that it asked to be left alone
 *   (`Retry-After`), in milliseconds, if it did.
 */
export type Failure =
  | Refusal
  | { kind: 'network'; message: string }
  | { kind: 'timeout'; message: string }
  | { kind: 'aborted'; message: string }
  | { kind: 'credentials'; message: string }
  | { kind: 'invalid_request'; message: string }
  | { kind: 'protocol'; status: number; message: string; retryAfterMs?: number };

/** The name of a failure, e.g. `version_conflict` or `timeout`. */
export type FailureKind = Failure['kind'];

/**
 * What every call rejects with, and nothing else. Switch over `failure.kind`.
 *
 * @example client.fetchBoard().catch((thrown) => { if (failureOf(thrown).kind === 'network') showOffline(); });
 */
export class StatusBoardError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, cause === undefined ? undefined : { cause });
    this.name = 'StatusBoardError';
    this.failure = failure;
  }
}

/**
 * The failure behind anything that was thrown; what is not from here counts as `protocol` with status 0.
 *
 * @example try { await client.moveAppointment(id, move); } catch (thrown) { show(failureOf(thrown).message); }
 */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof StatusBoardError) return thrown.failure;
  return { kind: 'protocol', status: 0, message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** What gateways and balancers answer by themselves to everybody, while they, or what is behind them, are in trouble. */
const GATEWAY_TROUBLE = new Set([408, 425, 429, 502, 503, 504]);

/**
 * Whether the same request, under the same key, may succeed later although it failed now.
 *
 * @example if (isTransient(failure)) setTimeout(again, backoffMs(tries, policy, retryAfterOf(failure)));
 */
export function isTransient(failure: Failure): boolean {
  switch (failure.kind) {
    case 'network':
    case 'timeout':
    case 'rate_limited':
    case 'unavailable':
      return true;
    case 'protocol':
      return GATEWAY_TROUBLE.has(failure.status);
    default:
      return false;
  }
}

/** How long the server asked to be left alone, in milliseconds; 0 where it did not say. */
export function retryAfterOf(failure: Failure): number {
  if (failure.kind === 'protocol') return failure.retryAfterMs ?? 0;
  return failure.kind === 'rate_limited' || failure.kind === 'unavailable' ? (failure.details?.retry_after_ms ?? 0) : 0;
}
