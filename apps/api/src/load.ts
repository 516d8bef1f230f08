import type { Config } from './config.ts';
import { type ApiError, overloaded } from './errors.ts';
import type { Metrics } from './metrics.ts';

export type Kind = 'read' | 'write';

/**
 * When half of what was done lately took longer than this, in milliseconds, there is too much at work. Reads wait for one small
 * question to the database, and beyond 100 ms a person notices; writes wait for a transaction or two, and a slow disk needs 50 ms for each.
 */
const SLOW_MS: Readonly<Record<Kind, number>> = { read: 100, write: 250 };
/** Never fewer at work than this, however slow all is: one full transaction, and what a few people do at once. */
const LEAST: Readonly<Record<Kind, number>> = { read: 32, write: 64 };
/** How often it is thought over, in milliseconds: several times within the second after which those who were refused come back. */
const WINDOW_MS = 200;
/** Down fast, up again over a second or two. */
const [FEWER, MORE] = [0.7, 1.25];

/** How many requests of one kind may be at work, by how long they take. */
class Allowance {
  readonly #slowMs: number;
  readonly #least: number;
  readonly #most: number;
  #allowed: number;
  #took: number[] = [];
  #peak = 0;
  #since: number;
  atWork = 0;
  refused = 0;

  constructor(kind: Kind, most: number, now: number) {
    this.#slowMs = SLOW_MS[kind];
    this.#least = Math.min(LEAST[kind], most);
    this.#most = most;
    this.#allowed = most;
    this.#since = now;
  }

  get allowed(): number {
    return this.#allowed;
  }

  begin(): void {
    this.atWork += 1;
    this.#peak = Math.max(this.#peak, this.atWork);
  }

  end(tookMs: number, now: number): void {
    this.atWork -= 1;
    this.#took.push(tookMs);
    if (now - this.#since < WINDOW_MS) return;
    const median = this.#took.sort((a, b) => a - b)[this.#took.length >> 1] as number;
    // What is slow with little at work is slow by itself, such as a search through everything: fewer would not make it faster.
    const isTooMuch = median > this.#slowMs && this.#peak >= this.#least;
    const next = isTooMuch ? Math.min(this.#allowed, this.#peak) * FEWER : this.#allowed * MORE;
    this.#allowed = Math.round(Math.max(this.#least, Math.min(this.#most, next)));
    this.#took = [];
    this.#peak = this.atWork;
    this.#since = now;
  }
}

/**
 * How much is at work at a time. What comes beyond that is refused at once, before anything was done for it: a caller who
 * is told to come back in a second waits less than one at the end of a queue that grows, and those before it don't wait
 * longer. The settings say how much at most; what is slow makes it less (docs/decisions/0016).
 */
export class Load {
  readonly #kinds: Readonly<Record<Kind, Allowance>>;
  readonly #now: () => number;

  /** @param now in milliseconds; another clock in tests */
  constructor(
    { readsAtOnce, writesAtOnce }: Pick<Config, 'readsAtOnce' | 'writesAtOnce'>,
    metrics: Metrics,
    now: () => number = () => performance.now(),
  ) {
    this.#now = now;
    this.#kinds = {
      read: new Allowance('read', readsAtOnce, now()),
      write: new Allowance('write', writesAtOnce, now()),
    };
    for (const [kind, it] of Object.entries(this.#kinds)) {
      metrics.gauge(`api_${kind}s_at_work`, `Requests that ${kind}, at work now`, () => it.atWork);
      metrics.gauge(`api_${kind}s_allowed`, `Requests that ${kind} that may be at work now`, () => it.allowed);
      metrics.gauge(`api_${kind}s_refused`, `Requests that ${kind} that were refused so far`, () => it.refused);
    }
  }

  /** `unavailable` where there is too much at work already. */
  refusal(kind: Kind): ApiError | undefined {
    const it = this.#kinds[kind];
    if (it.atWork < it.allowed) return;
    it.refused += 1;
    return overloaded();
  }

  /** @throws ApiError `unavailable` where there is too much at work already */
  async run<T>(kind: Kind, work: () => Promise<T>): Promise<T> {
    const refusal = this.refusal(kind);
    if (refusal !== undefined) throw refusal;
    const it = this.#kinds[kind];
    const began = this.#now();
    it.begin();
    try {
      return await work();
    } finally {
      const now = this.#now();
      it.end(now - began, now);
    }
  }
}
