import { LRUCache } from 'lru-cache';
import type { Database } from '../../db/database.ts';
import type { RecordedChange } from './recorded-change.ts';

/** Boards whose latest changes are in memory, and how many of each, some 40 MiB in all; older ones are read from the database. */
const BOARDS_KEPT = 100;
export const CHANGES_KEPT = 200;

/** The latest changes of boards, as this process made them or read them, for those who listen or ask what happened since. */
export class ChangeLog {
  readonly #database: Pick<Database, 'generation'>;
  readonly #boards = new LRUCache<string, Map<number, RecordedChange>>({ max: BOARDS_KEPT });
  #generation = 0;

  constructor(database: Pick<Database, 'generation'>) {
    this.#database = database;
  }

  /** Remembers a change that is committed. */
  add(shopId: string, date: string, change: RecordedChange): void {
    this.#expire();
    const key = shopId + date;
    const kept = this.#boards.get(key) ?? new Map<number, RecordedChange>();
    if (kept.size === 0) this.#boards.set(key, kept);
    // Two commits may be told in another order than they were made: what is there is found by its number.
    kept.set(change.revision, change);
    for (const oldest of kept.keys()) {
      if (kept.size <= CHANGES_KEPT) break;
      kept.delete(oldest);
    }
  }

  /** Remembers changes that were read; where there are too many, the latest. */
  put(shopId: string, date: string, changes: readonly RecordedChange[]): void {
    this.#expire();
    const kept = [...(this.#boards.get(shopId + date)?.values() ?? []), ...changes];
    const latest = kept.sort((a, b) => a.revision - b.revision).slice(-CHANGES_KEPT);
    this.#boards.set(shopId + date, new Map(latest.map((change) => [change.revision, change])));
  }

  /** The changes after one revision up to another, or undefined where one of them is not in memory. */
  between(shopId: string, date: string, after: number, upTo: number): RecordedChange[] | undefined {
    this.#expire();
    const kept = this.#boards.get(shopId + date);
    if (!kept || upTo - after > CHANGES_KEPT) return undefined;
    const changes: RecordedChange[] = [];
    for (let revision = after + 1; revision <= upTo; revision += 1) {
      const change = kept.get(revision);
      if (!change) return undefined;
      changes.push(change);
    }
    return changes;
  }

  /** After a connection broke, what answers may be another server, on which the same revisions say other things. */
  #expire(): void {
    if (this.#generation === this.#database.generation) return;
    this.#generation = this.#database.generation;
    this.#boards.clear();
  }
}
