/** How long is waited for others at most: a share of what the latest transaction took, and a limit in milliseconds. */
const SHARE = 0.5;
const MOST_MS = 3;

/**
 * Decides whether the next transaction starts now or a moment later. Callers who were answered together come back
 * together, but one by one. If the first of them started a transaction, all others would wait for that: at 20 callers on
 * one board transactions of 1, 19, 1, 19 … commands. Whoever calls alone is never kept waiting.
 */
export class Gathering {
  readonly #start: () => void;
  #expected = 0;
  #until = 0;
  #patience = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param start is called when waiting longer is of no use */
  constructor(start: () => void) {
    this.#start = start;
  }

  /** A transaction of that many commands begins: a far smaller one beside it would cost the disk as much as a full one. */
  began(commands: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#expect(Math.floor(commands / 2));
  }

  /** It ended; its callers may be back soon, beside those who wait already. */
  ended(commands: number, waiting: number, tookMs: number): void {
    this.#patience = Math.min(tookMs * SHARE, MOST_MS);
    this.#expect(commands + waiting);
  }

  /** Whether those who wait now should wait for more. */
  holds(waiting: number): boolean {
    if (waiting === 0 || waiting >= this.#expected) return false;
    const left = this.#until - performance.now();
    if (left <= 0) return false;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#expected = 0;
      this.#start();
    }, left);
    return true;
  }

  #expect(commands: number): void {
    this.#expected = commands;
    this.#until = performance.now() + this.#patience;
  }
}
