export type { CallOptions, CallRequest, CallResult, ClientOptions } from './call.ts';
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
export type { OperationId } from './operations.ts';
export { backoffMs, type RetryPolicy } from './retry.ts';
export type { SubscribeOptions, Subscription, SubscriptionState } from './subscribe-board.ts';
