import { failureOf, isTransient, retryAfterOf, StatusBoardError } from './errors.ts';

/** How often and how patiently a call is repeated. */
export interface RetryPolicy {
  /** Tries in all, the first included. 1 means never again. */
  attempts: number;
  /** The longest wait before the second try, in milliseconds; it doubles from try to try. */
  baseMs: number;
  /** No wait is longer, except one that the server asked for. */
  capMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 3, baseMs: 200, capMs: 5_000 };

/**
 * How long to wait before the next try: full jitter, so that clients that failed together don't come back together, and
 * never sooner than the server asked.
 *
 * @param tries how many have failed, from 1
 */
export function backoffMs(tries: number, policy: Omit<RetryPolicy, 'attempts'>, retryAfterMs = 0): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(tries - 1, 20));
  return retryAfterMs + Math.random() * ceiling;
}

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
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Repeats what failed for a reason that may pass. Safe for reads, and for writes under one Idempotency-Key. */
export async function withRetries<T>(work: () => Promise<T>, policy: RetryPolicy, signal?: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (tries >= policy.attempts || !isTransient(failure)) throw thrown;
      await wait(backoffMs(tries, policy, retryAfterOf(failure)), signal);
    }
  }
}
