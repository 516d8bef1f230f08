import type { Failure, FailureKind } from './errors.ts';
import type { OperationId } from './operations.ts';

/** One try of one call. */
export interface Attempt {
  /** What was asked for, e.g. `moveAppointment`; `streamBoard` is the live stream. */
  operation: OperationId | 'streamBoard';
  method: string;
  /** With its parameters in braces: fit for the label of a metric, and it tells nothing about anybody. */
  path: string;
  /** The same on every try of a call, and on every line that the server logs about it. */
  correlationId: string;
  /** Of writes; the same on every try. */
  idempotencyKey?: string | undefined;
  /** From 1. */
  attempt: number;
}

/** How one try of one call ended. */
export interface AttemptEnd extends Attempt {
  /** Milliseconds, until the answer was read; for a stream until it began. */
  durationMs: number;
  /** `unchanged` is a 304. */
  outcome: 'ok' | 'unchanged' | FailureKind;
  /** Of HTTP, where an answer came. */
  status?: number | undefined;
}

/** A try that failed, and when the next one follows. */
export interface RetryPlan extends Attempt {
  /** Why the try before failed. */
  failure: Failure;
  /** Milliseconds until the next try. */
  waitMs: number;
}

/**
 * What may watch the calls of a client, for logs, metrics and traces. A hook that throws, or whose promise rejects, changes nothing.
 *
 * @example { onResponse: ({ operation, outcome, durationMs }) => histogram.record(durationMs, { operation, outcome }) }
 */
export interface Hooks {
  /** A try is about to be sent. */
  onRequest?(attempt: Attempt): void;
  /** A try has ended, one way or the other. */
  onResponse?(end: AttemptEnd): void;
  /** It failed and is repeated after a wait. */
  onRetry?(plan: RetryPlan): void;
  /** It might have been repeated, but the retry budget is used up. */
  onBudgetExhausted?(attempt: Attempt): void;
}

/** Calls a hook, whatever it does. */
export function tell<H extends keyof Hooks>(
  hooks: Hooks | undefined,
  name: H,
  ...facts: Parameters<NonNullable<Hooks[H]>>
) {
  try {
    const hook = hooks?.[name] as ((...facts: unknown[]) => unknown) | undefined;
    // Typed as void, so it may be an async function.
    Promise.resolve(hook?.call(hooks, ...facts)).catch(() => {});
  } catch {
    // A broken dashboard must not break a shop.
  }
}
