import type { Finding } from '../../model/finding.ts';
import type { Rig } from './rig.ts';

/** Does something to servers, looks at them from outside, and says what was wrong. */
export type Workload = (rig: Rig, seed: number) => Promise<Finding[]>;
