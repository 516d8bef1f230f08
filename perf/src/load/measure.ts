/** What a load tells of itself. */
export interface LoadResult {
  /** Requests answered, right or wrong. */
  done: number;
  seconds: number;
  perSecond: number;
  latency: Latency;
  /** Answers that were not what they had to be; the first few of them in words. */
  wrong: number;
  complaints: string[];
  /** Processor time of the generator itself, in cores. */
  generatorCores: number;
}

/** Milliseconds. */
export interface Latency {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

const COMPLAINTS_KEPT = 5;

export function percentiles(milliseconds: number[]): Latency {
  const sorted = Float64Array.from(milliseconds).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Counts what one load does, from its making to `result`. */
export class Measure {
  readonly #started = performance.now();
  readonly #cpu = process.cpuUsage();
  readonly #latencies: number[] = [];
  readonly #complaints: string[] = [];
  #wrong = 0;

  /** @param complaint null where the answer was right */
  note(milliseconds: number, complaint: string | null): void {
    this.#latencies.push(milliseconds);
    if (complaint === null) return;
    this.#wrong += 1;
    if (this.#complaints.length < COMPLAINTS_KEPT) this.#complaints.push(complaint);
  }

  result(): LoadResult {
    const seconds = (performance.now() - this.#started) / 1000;
    const { user, system } = process.cpuUsage(this.#cpu);
    return {
      done: this.#latencies.length,
      seconds,
      perSecond: this.#latencies.length / seconds,
      latency: percentiles(this.#latencies),
      wrong: this.#wrong,
      complaints: this.#complaints,
      generatorCores: (user + system) / 1e6 / seconds,
    };
  }
}
