import type { Defect } from '../defect.ts';
import type { WorkloadName } from './workloads.ts';

/** A deliberate bug, and what is done to a server to reveal it. */
export interface SeededDefect extends Defect {
  by: WorkloadName;
  /** A general storm of people and faults reveals it as well. */
  inStorm?: true;
}
