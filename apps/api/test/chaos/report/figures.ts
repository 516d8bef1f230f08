import type { WriteKind } from '@edgar-auto-shop/testing';

export type ChangeKind = WriteKind | 'rename';

/** What a run amounted to. */
export interface Figures {
  rounds: number;
  seconds: number;
  /** Changes that were acknowledged, each once, without the cards that were there before. */
  acknowledged: number;
  byKind: Record<ChangeKind, number>;
  /** Acknowledged requests that were sent again and answered as the first time. */
  repeated: number;
  refused: number;
  /** Requests of which at least once nobody could say what became of them: cut, swallowed, no answer in time, or 503. */
  unknown: number;
  /** Of those: told at last, under the same key, what became of them. */
  settled: number;
  /** Requests that were under way when a fault struck, and broke. */
  cut: number;
  cutSettled: number;
  /** Of the settled: an attempt that nobody heard of had been applied, as its repetition revealed. */
  appliedUnseen: number;
  looks: number;
  notModified: number;
  /** Answers 503, while the database was out of reach. */
  unavailable: number;
  /** Events that listeners were told, and how often they came back after a connection had ended. */
  told: number;
  resumed: number;
  /** Requests by when they ended: while a fault lasted, in the 10 s after it, and when nothing was wrong. */
  during: Share;
  after: Share;
  calm: Share;
  /** Whole seconds, from 10 s after a fault up to the next, in which nothing was to fail. */
  calmSeconds: number;
  /** From the end of a fault until 99 % of the requests of a second succeeded, in milliseconds, one for each fault. */
  recoveries: number[];
  /** Faults after which all was not well before the next one came: those are judged as one. */
  joined: number;
}

export interface Share {
  succeeded: number;
  failed: number;
}

export const noFigures = (): Figures => ({
  rounds: 0,
  seconds: 0,
  acknowledged: 0,
  byKind: { move: 0, reorder: 0, undo: 0, book: 0, patch: 0, cancel: 0, rename: 0 },
  repeated: 0,
  refused: 0,
  unknown: 0,
  settled: 0,
  cut: 0,
  cutSettled: 0,
  appliedUnseen: 0,
  looks: 0,
  notModified: 0,
  unavailable: 0,
  told: 0,
  resumed: 0,
  during: { succeeded: 0, failed: 0 },
  after: { succeeded: 0, failed: 0 },
  calm: { succeeded: 0, failed: 0 },
  calmSeconds: 0,
  recoveries: [],
  joined: 0,
});
