import type { FaultSeen } from '@edgar-auto-shop/testing';

/** How a client's requests fared in one bin of time. */
export interface Bin {
  ok: number;
  refused: number;
  failed: number;
}

const FIRST_BIN_MS = 50;
/** More than a screen has columns; beyond it two bins become one, so that an hour needs no more memory than a minute. */
const MOST_BINS = 1_200;

/** What a run looked like: a lane for each client, the faults, and the violations. */
export class Timeline {
  binMs = FIRST_BIN_MS;
  readonly lanes = new Map<string, Bin[]>();
  readonly faults: FaultSeen[] = [];
  /** When each round was over, and what was found wrong with it. */
  readonly rounds: { endedAt: number; violations: string[] }[] = [];

  readonly add = (client: string, sentAt: number, _endedAt: number, how: keyof Bin): void => {
    let index = Math.floor(Math.max(0, sentAt) / this.binMs);
    while (index >= MOST_BINS) {
      this.#halve();
      index = Math.floor(Math.max(0, sentAt) / this.binMs);
    }
    const lane = this.lanes.get(client) ?? [];
    this.lanes.set(client, lane);
    while (lane.length <= index) lane.push({ ok: 0, refused: 0, failed: 0 });
    (lane[index] as Bin)[how] += 1;
  };

  #halve(): void {
    this.binMs *= 2;
    for (const [client, lane] of this.lanes) {
      const merged: Bin[] = [];
      for (let i = 0; i < lane.length; i += 2) {
        const [a, b] = [lane[i] as Bin, lane[i + 1] ?? { ok: 0, refused: 0, failed: 0 }];
        merged.push({ ok: a.ok + b.ok, refused: a.refused + b.refused, failed: a.failed + b.failed });
      }
      this.lanes.set(client, merged);
    }
  }
}
