/** How many retries a client may make, over all its calls together. */
export interface RetryBudgetOptions {
  /** Retries in a row from a full budget. */
  capacity: number;
  /** Retries that come back by themselves each second. */
  perSecond: number;
  /** Retries that each answered call gives back: the share of retries that a server in trouble gets on top. */
  perAnswer: number;
}

/** For one screen: a short outage for all it shows at once, and then no more than one retry for five answers. */
export const DEFAULT_RETRY_BUDGET: RetryBudgetOptions = { capacity: 20, perSecond: 0.5, perAnswer: 0.2 };

/**
 * A bucket of retries. Without one, a server that fails gets three times its load at the moment when it can bear the least.
 * In any time of t seconds with n answered calls there are at most `capacity + perSecond · t + perAnswer · n` retries.
 */
export class RetryBudget {
  readonly #options: RetryBudgetOptions;
  #left: number;
  #at = performance.now();

  constructor(options: RetryBudgetOptions) {
    this.#options = options;
    this.#left = options.capacity;
  }

  /** Takes one retry, if there is one. */
  take(): boolean {
    const now = performance.now();
    this.#give(((now - this.#at) / 1000) * this.#options.perSecond);
    this.#at = now;
    // What is no number allows none: a mistake must not become a storm.
    if (!(this.#left >= 1)) return false;
    this.#left -= 1;
    return true;
  }

  /** A call was answered, be it by a refusal: the server is well. */
  answered(): void {
    this.#give(this.#options.perAnswer);
  }

  #give(retries: number): void {
    this.#left = Math.min(this.#options.capacity, this.#left + retries);
  }
}
