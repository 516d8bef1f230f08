import type { DetailsOf, ErrorCode } from '@edgar-auto-shop/contract';

/** A refusal by the server, one member for each code of the contract's closed list. */
export type Refusal = {
  [C in ErrorCode]: { kind: C; status: number; message: string; details: DetailsOf<C>; correlationId: string };
}[ErrorCode];

/**
 * Everything that can go wrong with a call.
 *
 * - `network`: no answer came. Whether a write was applied is unknown until it is repeated under its key.
 * - `timeout`: no answer within the operation's time; as unknown as `network`.
 * - `aborted`: the caller's own signal.
 * - `protocol`: an answer that is not the API's, such as a proxy's error page.
 */
export type Failure =
  | Refusal
  | { kind: 'network'; message: string }
  | { kind: 'timeout'; message: string }
  | { kind: 'aborted'; message: string }
  | { kind: 'protocol'; status: number; message: string };

export type FailureKind = Failure['kind'];

/** What every call rejects with. Switch over `failure.kind`. */
export class StatusBoardError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, cause === undefined ? undefined : { cause });
    this.name = 'StatusBoardError';
    this.failure = failure;
  }
}

/** The failure behind anything that was thrown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof StatusBoardError) return thrown.failure;
  return { kind: 'protocol', status: 0, message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** Whether the same request, under the same key, may succeed later although it failed now. */
export function isTransient(failure: Failure): boolean {
  switch (failure.kind) {
    case 'network':
    case 'timeout':
    case 'rate_limited':
    case 'unavailable':
      return true;
    case 'protocol':
      return failure.status >= 502 && failure.status <= 504;
    default:
      return false;
  }
}

/** How long the server asked to be left alone, in milliseconds; 0 where it did not say. */
export function retryAfterOf(failure: Failure): number {
  return failure.kind === 'rate_limited' || failure.kind === 'unavailable' ? (failure.details?.retry_after_ms ?? 0) : 0;
}
