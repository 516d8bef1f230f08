import type { Violation } from '@edgar-auto-shop/testing';
import type { Defect } from './defect.ts';
import type { FaultKind } from './faults/fault-kinds.ts';
import type { Figures } from './report/figures.ts';
import type { Timeline } from './report/timeline.ts';

/** A run of the fault suite. */
export interface ChaosOptions {
  /** Decides what people do and which faults come when; the exact timing of a run cannot be had again. */
  seed: number;
  /** How long people move cards, at most. */
  seconds: number;
  /** Ends it when so many changes are acknowledged, even before. */
  moves?: number;
  servers: number;
  faults: FaultKind[];
  clients?: number;
  readers?: number;
  listeners?: number;
  /** Think time of each client at most, in milliseconds. */
  pauseMs?: number;
  /** After so many faults there are no more. */
  mostFaults?: number;
  /** On a machine so busy that this is not reached in time, it goes on for a while, and with more faults where those are too few. */
  atLeast?: { acknowledged?: number; cut?: number; faults?: number };
  /** False where the machine is shared, and so slow at times that nobody can say how long what takes (I12, and of I9 the delay); true by default. */
  judgesTimes?: boolean;
  /**
   * After its last fault each round goes on for so long at least, and what is calm is judged then, also where times are not. Without this
   * that is done for 15 s in every fourth round of those that judge times.
   */
  quietMs?: number;
  /** Runs the server with this deliberate bug. */
  defect?: Defect;
  /** Told what happens, in lines for a person. */
  tell?: (line: string) => void;
}

/** What a run amounted to. */
export interface ChaosResult {
  seed: number;
  figures: Figures;
  violations: Violation[];
  /** Answers that nobody may get, and whatever else went wrong that is not an invariant. */
  surprises: string[];
  /** How many of each kind were injected. */
  faults: Partial<Record<FaultKind, number>>;
  /** Kinds that this machine cannot have, and why. */
  skipped: { kind: FaultKind; why: string }[];
  timeline: Timeline;
  serverOutput: string;
}
