import type { Registry } from 'prom-client';

const NAME = 'http_request_duration_seconds';
const HELP =
  'From the first byte of a request read to the last byte of its answer written, by route, method and status';
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Series {
  labels: { route: string; method: string; status: number };
  /** How many took no longer than each bound, but longer than the one before; at the end those above all bounds. */
  counts: number[];
  sum: number;
}

/**
 * A histogram as prom-client has one, except that counting looks a series up by one text and adds to a number. Its own
 * checks and sorts the labels of every request.
 */
export class RequestDurations {
  readonly #series = new Map<string, Series>();

  constructor(registry: Registry) {
    // What a registry asks of its metrics; its types name only prom-client's own.
    const metric = { name: NAME, help: HELP, type: 'histogram', aggregator: 'sum' };
    registry.registerMetric({ ...metric, get: async () => ({ ...metric, values: this.#values() }) } as never);
  }

  observe(route: string, method: string, status: number, seconds: number): void {
    const key = `${status} ${method} ${route}`;
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { labels: { route, method, status }, counts: Array(BOUNDS.length + 1).fill(0), sum: 0 };
      this.#series.set(key, series);
    }
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > (BOUNDS[bucket] as number)) bucket += 1;
    series.counts[bucket] = (series.counts[bucket] as number) + 1;
    series.sum += seconds;
  }

  #values() {
    return [...this.#series.values()].flatMap(({ labels, counts, sum }) => {
      let count = 0;
      const buckets = counts.map((more, i) => {
        count += more;
        return { metricName: `${NAME}_bucket`, labels: { le: BOUNDS[i] ?? '+Inf', ...labels }, value: count };
      });
      return [
        ...buckets,
        { metricName: `${NAME}_sum`, labels, value: sum },
        { metricName: `${NAME}_count`, labels, value: count },
      ];
    });
  }
}
