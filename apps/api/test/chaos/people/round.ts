import {
  type DatabaseBreak,
  type Failure,
  type Fared,
  type FaultSeen,
  type Read,
  type Rename,
  STRETCH_MS,
  type StreamSeen,
  type Write,
} from '@edgar-auto-shop/testing';
import { sinceBoot } from '../clock.ts';
import type { Owner } from './shop.ts';

export type How = 'ok' | 'refused' | 'failed';

/** Something happened to somebody, for whoever draws it. */
export type OnNews = (lane: string, at: number, how: How) => void;

/**
 * What the people of one round share, and everything that was recorded of it. A round has boards of its own and is judged
 * by itself; so a long run needs no more memory than a short one.
 */
export class Round {
  readonly writes: Write[] = [];
  readonly renames: Rename[] = [];
  readonly reads: Read[] = [];
  readonly streams: StreamSeen[] = [];
  readonly faults: FaultSeen[] = [];
  readonly databaseBreaks: DatabaseBreak[] = [];
  /** By when requests were sent: whoever asks now, is he served? */
  readonly fared: Fared[] = [];
  /** By when they ended: what was under way when a fault began fell to that fault. */
  readonly ended: Fared[] = [];
  readonly failures: Failure[] = [];
  /** Unexpected answers: any is a failure of the run. */
  readonly surprises: string[] = [];
  readonly owners: Owner[] = [];
  /**
   * Cards that clients booked. Only these are ever cancelled: so boards keep about as many as they began with, and each
   * customer a card on every date.
   */
  readonly walkIns = new Set<string>();
  /** Repetitions that nobody waits for. */
  readonly stragglers = new Set<Promise<unknown>>();
  readonly begunAt: number;
  unavailable = 0;
  /** Changes acknowledged, each once. */
  acknowledged = 0;
  /** Writes sent and not yet answered. */
  inFlight = 0;
  /** When the latest write was acknowledged. */
  acknowledgedAt = 0;
  /** A blow is about to fall: clients send without a pause, so that it hits many. */
  isRushed = false;
  /** Every request is sent twice at once, and again later. */
  isRepeating = false;
  isOver = false;
  /** When people stopped. */
  overAt = Number.POSITIVE_INFINITY;
  /** When the latest fault of the rounds before was over. */
  disturbedUntil = Number.NEGATIVE_INFINITY;
  /** When even unsettled requests are given up: a while after the last fault, or never. */
  givenUpAt = Number.POSITIVE_INFINITY;
  /** Writes sent so far, repetitions included. */
  attempts = 0;
  readonly #name: string;
  readonly #origin: number;
  readonly #onNews: OnNews;

  /** @param origin the run's beginning, by `sinceBoot` */
  constructor(name: string, origin: number, onNews: OnNews = () => {}) {
    this.#name = name;
    this.#origin = origin;
    this.#onNews = onNews;
    this.begunAt = this.now();
  }

  /** Milliseconds since the run began. */
  readonly now = (): number => sinceBoot() - this.#origin;

  /** From a time of another process to one of this run. */
  readonly timeOf = (bootTime: number): number => bootTime - this.#origin;

  nextAttemptId(client: string): string {
    this.attempts += 1;
    return `${client}.${this.#name}.${this.attempts}`;
  }

  /** People stop. What was recorded goes up to now, also where nothing was asked any more: a system that hangs is none that recovered. */
  end(): void {
    this.isOver = true;
    this.overAt = this.now();
    this.#stretch(this.fared, this.overAt);
  }

  /** Notes that a request is sent now. @returns when that is, for what is noted at its end */
  noteSent(): number {
    const sentAt = this.now();
    this.#stretch(this.fared, sentAt).pending += 1;
    return sentAt;
  }

  /** Notes how a request fared that ends now. */
  note(client: string, server: number, sentAt: number, how: How): void {
    const sent = this.#stretch(this.fared, sentAt);
    sent.pending -= 1;
    const endedAt = this.now();
    if (how === 'failed') this.failures.push({ client, sentAt, endedAt });
    for (const stretch of [sent, this.#stretch(this.ended, endedAt)]) {
      if (how === 'failed') stretch.failed += 1;
      else stretch.succeeded += 1;
    }
    this.#onNews(client, sentAt, how);
    this.#onNews(`server-${server + 1}`, sentAt, how);
  }

  #stretch(list: Fared[], time: number): Fared {
    const index = Math.max(0, Math.floor((time - this.begunAt) / STRETCH_MS));
    while (list.length <= index) {
      list.push({ at: this.begunAt + list.length * STRETCH_MS, succeeded: 0, failed: 0, pending: 0 });
    }
    return list[index] as Fared;
  }

  /** A listener was told something. */
  noteTold(listener: string, at: number): void {
    this.#onNews(listener, at, 'ok');
  }
}
