import type { Auth } from './auth.ts';
import type { Hooks } from './hooks.ts';
import type { RetryPolicy } from './retry.ts';
import type { RetryBudgetOptions } from './retry-budget.ts';
import type { Timeouts } from './timeouts.ts';

/** What a client is made with. Only `baseUrl` is needed. */
export interface ClientOptions {
  /** Where the API is, e.g. `https://board.example.com`; empty for the page's own origin. */
  baseUrl: string;
  /** How requests say who sends them: `sessionCookie()`, `apiKey(…)`, `awsSigV4(…)` or one of your own. */
  auth?: Auth | undefined;
  /**
   * Whether bodies go with their SHA-256 in `X-Amz-Content-Sha256`: CloudFront with origin access control refuses writes without.
   * With `awsSigV4` they always do. Browsers can do it over https or on localhost only.
   */
  payloadHash?: boolean | undefined;
  /** How often and how patiently calls are repeated; 3 tries unless told otherwise. */
  retry?: Partial<RetryPolicy> | undefined;
  /** How many retries all calls together may make; 20 in a row unless told otherwise. */
  retryBudget?: Partial<RetryBudgetOptions> | undefined;
  /** How long one try may take, in milliseconds; `API_TIMEOUTS` of the contract unless told otherwise. */
  timeouts?: Timeouts | undefined;
  /** Who watches the calls. */
  hooks?: Hooks | undefined;
  /** Whether subscriptions ask for changes where streams do not come through; true unless told otherwise. */
  enablePolling?: boolean | undefined;
  /** Milliseconds between two such questions; 2,500 unless told otherwise, never less than 250. `Infinity` is as `enablePolling: false`. */
  pollingInterval?: number | undefined;
  /** For tests and for runtimes with their own. */
  fetch?: typeof fetch | undefined;
}

/** What any single call may be given. */
export interface CallOptions {
  /** Gives the call up: it rejects with `aborted`, also between two tries. Whether a write was applied is unknown then. */
  signal?: AbortSignal | undefined;
  /** For a write that is repeated by the caller: the same for every try. Writes without one get one, for their own retries. */
  idempotencyKey?: string | undefined;
  /** Over the client's own, field by field; `attempts: 1` for callers that keep trying by themselves. */
  retry?: Partial<RetryPolicy> | undefined;
  /** How long one try may take, in milliseconds. */
  timeoutMs?: number | undefined;
  /** Names the call in the server's log, 1 to 128 of `A-Za-z0-9._-`; a random one unless told otherwise. */
  correlationId?: string | undefined;
}
