import type { Config } from './config.ts';
import { overloaded } from './errors.ts';
import type { Metrics } from './metrics.ts';

export type Kind = 'read' | 'write';

/**
 * How much is at work at a time. What comes beyond that is refused at once, before anything was done for it: a caller who
 * is told to come back in a second waits less than one at the end of a queue that grows, and those before it don't wait longer.
 */
export class Load {
  readonly #limits: Readonly<Record<Kind, number>>;
  readonly #atWork: Record<Kind, number> = { read: 0, write: 0 };
  readonly #refused: Record<Kind, number> = { read: 0, write: 0 };

  constructor({ readsAtOnce, writesAtOnce }: Pick<Config, 'readsAtOnce' | 'writesAtOnce'>, metrics: Metrics) {
    this.#limits = { read: readsAtOnce, write: writesAtOnce };
    for (const kind of ['read', 'write'] as const) {
      metrics.gauge(`api_${kind}s_at_work`, `Requests that ${kind}, at work now`, () => this.#atWork[kind]);
      metrics.gauge(`api_${kind}s_refused`, `Requests that ${kind}, refused so far`, () => this.#refused[kind]);
    }
  }

  /** @throws ApiError `unavailable` where there is too much at work already */
  check(kind: Kind): void {
    if (this.#atWork[kind] < this.#limits[kind]) return;
    this.#refused[kind] += 1;
    throw overloaded();
  }

  /** Runs the work of a request that `check` let pass in this same turn of the event loop. */
  async run<T>(kind: Kind, work: () => Promise<T>): Promise<T> {
    this.#atWork[kind] += 1;
    try {
      return await work();
    } finally {
      this.#atWork[kind] -= 1;
    }
  }
}
