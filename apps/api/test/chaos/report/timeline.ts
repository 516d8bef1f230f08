import type { FaultSeen, Violation } from '@edgar-auto-shop/testing';
import type { How } from '../people/round.ts';

/** How many things of each kind happened in one bin of time. */
export type Bin = Record<How, number>;

export const emptyBin = (): Bin => ({ ok: 0, refused: 0, failed: 0 });

const FIRST_BIN_MS = 50;
/** About as many as a screen has columns; beyond it two become one, so that an hour needs no more memory than a minute. */
const MOST_BINS = 900;

/** What a run looked like: a lane for each person and server, the faults, and what was found. */
export class Timeline {
  binMs = FIRST_BIN_MS;
  readonly lanes = new Map<string, Bin[]>();
  readonly faults: FaultSeen[] = [];
  readonly rounds: { begunAt: number; endedAt: number; violations: Violation[] }[] = [];

  readonly add = (name: string, at: number, how: How): void => {
    while (at >= MOST_BINS * this.binMs) this.#widen();
    let lane = this.lanes.get(name);
    if (!lane) {
      lane = [];
      this.lanes.set(name, lane);
    }
    const index = Math.floor(at / this.binMs);
    while (lane.length <= index) lane.push(emptyBin());
    (lane[index] as Bin)[how] += 1;
  };

  /** Of all lanes that fit. */
  sum(fits: (name: string) => boolean): Bin[] {
    const total: Bin[] = [];
    for (const [name, lane] of this.lanes) {
      if (!fits(name)) continue;
      for (const [i, bin] of lane.entries()) total[i] = merge(total[i] ?? emptyBin(), bin);
    }
    return Array.from(total, (bin) => bin ?? emptyBin());
  }

  #widen(): void {
    this.binMs *= 2;
    for (const [name, lane] of this.lanes) {
      const merged = lane.flatMap((bin, i) => (i % 2 === 0 ? [merge(bin, lane[i + 1] ?? emptyBin())] : []));
      this.lanes.set(name, merged);
    }
  }
}

const merge = (a: Bin, b: Bin): Bin => ({
  ok: a.ok + b.ok,
  refused: a.refused + b.refused,
  failed: a.failed + b.failed,
});
