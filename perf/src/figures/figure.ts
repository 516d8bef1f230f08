import type { LoadResult } from '../load/measure.ts';
import type { Ratio } from './ratio.ts';

/** A line of the report. */
export interface Figure extends Ratio {
  /** As in budgets.json. */
  id: string;
  what: string;
  /** Of `ours` and `limit`. */
  unit: '/s' | 'ms' | 'MiB';
  note: string;
}

/** Counts every answer of a run: figures of a server that answers wrongly are worth nothing. */
export class Answers {
  checked = 0;
  wrong = 0;
  readonly complaints: string[] = [];

  count({ done, wrong, complaints }: Pick<LoadResult, 'done' | 'wrong' | 'complaints'>): void {
    this.checked += done;
    this.wrong += wrong;
    this.complaints.push(...complaints);
  }
}
