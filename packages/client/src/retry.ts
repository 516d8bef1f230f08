import { type Failure, failureOf, isTransient, retryAfterOf, StatusBoardError } from './errors.ts';
import type { RetryBudget } from './retry-budget.ts';
import { timerMs } from './timeouts.ts';

/** How often and how patiently a call is repeated. */
export interface RetryPolicy {
  /** Tries in all, the first included. 1 means never again. */
  attempts: number;
  /** The longest wait before the second try, in milliseconds; it doubles from try to try. */
  baseMs: number;
  /** No wait is longer, in milliseconds, except one that the server asked for. */
  capMs: number;
  /**
   * The longest time that the server may ask for (`Retry-After`), in milliseconds; 30,000 unless told otherwise. When it asks for
   * more, the call fails at once with how long that is, instead of keeping somebody waiting in front of a spinner.
   */
  maxRetryAfterMs?: number;
}

/** Three tries within a few seconds: what somebody waits for in front of a screen. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 3, baseMs: 200, capMs: 5_000 };
/** One try only, for callers that repeat by themselves. */
export const NO_RETRY: RetryPolicy = { attempts: 1, baseMs: 0, capMs: 0 };
const MAX_RETRY_AFTER_MS = 30_000;

/**
 * How long to wait before the next try, in milliseconds: full jitter, so that clients that failed together don't come back
 * together, and never sooner than the server asked.
 *
 * @param tries how many have failed, from 1
 * @example await sleep(backoffMs(tries, { baseMs: 200, capMs: 5_000 }, retryAfterOf(failure)));
 */
export function backoffMs(tries: number, policy: Pick<RetryPolicy, 'baseMs' | 'capMs'>, retryAfterMs = 0): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(tries - 1, 20));
  return retryAfterMs + Math.random() * ceiling;
}

/**
 * How long what goes on for ever waits after a failure, such as following a board: like `backoffMs`, but a server or a proxy that asks for
 * more than 30 s is asked again after those, because somebody looks at the screen. In milliseconds.
 *
 * @example setTimeout(again, patienceMs(failures, { baseMs: 500, capMs: 15_000 }, failure));
 */
export const patienceMs = (tries: number, policy: Pick<RetryPolicy, 'baseMs' | 'capMs'>, failure: Failure): number =>
  backoffMs(tries, policy, Math.min(retryAfterOf(failure), MAX_RETRY_AFTER_MS));

/** Waits, unless the signal fires first; then it rejects as a call does. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(new StatusBoardError({ kind: 'aborted', message: 'The call was given up' }, signal?.reason));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, timerMs(ms));
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Whether a failure may pass by itself, and soon enough to wait for it. */
function isWorthWaiting(failure: Failure, policy: RetryPolicy): boolean {
  return isTransient(failure) && retryAfterOf(failure) <= (policy.maxRetryAfterMs ?? MAX_RETRY_AFTER_MS);
}

/** Whether a server said so. What was given up or never sent says nothing about it. */
const isAnswer = (failure: Failure): boolean => 'status' in failure && failure.status > 0;

/** What belongs to the retries of one call. */
export interface Retries {
  policy: RetryPolicy;
  budget: RetryBudget;
  signal?: AbortSignal | undefined;
  onRetry(attempt: number, failure: Failure, waitMs: number): void;
  onBudgetExhausted(attempt: number): void;
}

/** Repeats what failed for a reason that may pass. Safe for reads, and for writes under one Idempotency-Key. */
export async function withRetries<T>(work: (attempt: number) => Promise<T>, retries: Retries): Promise<T> {
  const { policy, budget, signal } = retries;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await work(attempt);
      budget.answered();
      return result;
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (!isTransient(failure) && isAnswer(failure)) budget.answered();
      if (!(attempt < policy.attempts) || !isWorthWaiting(failure, policy)) throw thrown;
      if (!budget.take()) {
        retries.onBudgetExhausted(attempt);
        throw thrown;
      }
      const waitMs = backoffMs(attempt, policy, retryAfterOf(failure));
      retries.onRetry(attempt, failure, waitMs);
      await wait(waitMs, signal);
    }
  }
}
