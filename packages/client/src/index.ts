export { type Auth, apiKey, type OutgoingRequest, sessionCookie } from './auth.ts';
export type { CallRequest, CallResult } from './call.ts';
export { createStatusBoardClient, type StatusBoardClient } from './create-client.ts';
export {
  type Failure,
  type FailureKind,
  failureOf,
  isTransient,
  type Refusal,
  retryAfterOf,
  StatusBoardError,
} from './errors.ts';
export type { Attempt, AttemptEnd, Hooks, RetryPlan } from './hooks.ts';
export type { OperationId } from './operations.ts';
export type { CallOptions, ClientOptions } from './options.ts';
export { outside } from './outside.ts';
export { randomId } from './random-id.ts';
export { backoffMs, NO_RETRY, patienceMs, type RetryPolicy } from './retry.ts';
export type { RetryBudgetOptions } from './retry-budget.ts';
export type { SubscribeOptions, Subscription } from './subscribe-board.ts';
export type { SubscriptionState } from './subscription-state.ts';
export { intervalMs, type Timeouts } from './timeouts.ts';
