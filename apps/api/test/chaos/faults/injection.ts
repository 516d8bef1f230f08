import type { Stage } from '../stage/stage.ts';
import type { PlannedFault } from './plan-faults.ts';

/** When a fault began and when what it did to the system was over: from then on the system is on its own to recover. */
export interface Marks {
  begin(): void;
  /** Without it, a fault is over when its injection is. */
  end(): void;
}

/** How one kind of fault is done. */
export interface Injection {
  /** What takes time and disturbs nobody. */
  prepare?(stage: Stage, fault: PlannedFault): Promise<void>;
  /** @returns for people, e.g. how many connections were cut */
  inject(stage: Stage, fault: PlannedFault, marks: Marks): Promise<string>;
}
