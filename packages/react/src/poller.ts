import type { Failure } from '@edgar-auto-shop/client';
import { failureOf, intervalMs, patienceMs } from '@edgar-auto-shop/client';
import type { Surroundings } from './attention.ts';

const CAP_MS = 20_000;
/** Milliseconds between two reads while changes come by themselves: for a new day, and in case one of them did not. */
const RESTING_INTERVAL = 30_000;

interface Parts {
  load(): Promise<void>;
  onFailure(failure: Failure): void;
  surroundings: Surroundings;
  /** Whether what is read changes by itself, as today does after midnight. */
  goesOn: boolean;
}

/** Reads again and again while somebody looks: at the interval, at once when asked, and with growing patience while it fails. */
export class Poller {
  readonly #parts: Parts;
  /** Endless where nothing is read without being asked for. */
  #interval = intervalMs();
  #resting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | undefined;
  #queued: Promise<boolean> | undefined;
  #watching: (() => void) | undefined;
  #failures = 0;
  #failure: Failure | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Reads, if somebody looks. */
  look(): void {
    if (this.#watching) void this.refresh();
  }

  /** Whether changes come by themselves, so that reading now and then is enough. */
  set resting(resting: boolean) {
    this.#resting = resting;
    if (this.#watching && !this.#running) this.#schedule();
  }

  /** Whether it reads again without being asked. What failed is tried again in any case. */
  get enabled(): boolean {
    return this.#interval < Infinity;
  }

  /**
   * @param interval milliseconds between two reads; endless is never. What failed is tried again after as long, but within a minute
   * @returns whether that is anything new
   */
  set(interval: number): boolean {
    if (interval === this.#interval) return false;
    this.#interval = interval;
    if (this.#watching && !this.#running) this.#schedule();
    return true;
  }

  start(): void {
    if (this.#watching) return;
    this.#watching = this.#parts.surroundings.watch(() => this.#wake());
    void this.refresh();
  }

  stop(): void {
    this.#watching?.();
    this.#watching = undefined;
    clearTimeout(this.#timer);
  }

  /** A read that starts after this call, never one that is under way already. Answers whether it succeeded. */
  refresh(): Promise<boolean> {
    if (!this.#running) return this.#run();
    this.#queued ??= this.#running.then(() => this.#run());
    return this.#queued;
  }

  #run(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#queued = undefined;
    this.#running = this.#attempt().finally(() => {
      this.#running = undefined;
      if (this.#watching) this.#schedule();
    });
    return this.#running;
  }

  async #attempt(): Promise<boolean> {
    try {
      await this.#parts.load();
      this.#failures = 0;
      this.#failure = undefined;
      return true;
    } catch (thrown) {
      this.#failures += 1;
      this.#failure = failureOf(thrown);
      this.#parts.onFailure(this.#failure);
      return false;
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#parts.surroundings.isHidden() || this.#queued !== undefined) return;
    const failure = this.#failure;
    if (!this.enabled && !failure && !(this.#resting && this.#parts.goesOn)) return;
    let ms = this.#resting && this.#parts.goesOn ? 0 : this.#interval;
    if (this.#resting) ms = Math.max(ms, RESTING_INTERVAL);
    if (failure) {
      const baseMs = this.enabled ? Math.min(this.#interval, CAP_MS) : intervalMs();
      ms = baseMs + patienceMs(this.#failures, { baseMs, capMs: CAP_MS }, failure);
    }
    this.#timer = setTimeout(() => void this.refresh(), ms);
  }

  #wake(): void {
    if (this.#parts.surroundings.isHidden()) clearTimeout(this.#timer);
    else if (this.#parts.surroundings.isOffline())
      this.#parts.onFailure({ kind: 'network', message: 'The device is offline' });
    else void this.refresh();
  }
}
