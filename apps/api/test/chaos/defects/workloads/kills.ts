import { runChaos } from '../../run-chaos.ts';
import type { Workload } from '../workload.ts';

const SECONDS = 3;

/** People at work while the server and its PostgreSQL are killed -9, on a disk of their own; the recorded history is judged. */
export const kills: Workload = async (rig, seed) => {
  const result = await runChaos({
    seed,
    seconds: SECONDS,
    servers: 1,
    faults: ['kill-all'],
    mostFaults: 1,
    judgesTimes: false,
    pauseMs: 4,
    ...(rig.defect ? { defect: rig.defect } : {}),
  });
  rig.note(result.serverOutput);
  return result.violations.map(({ invariant, message, slice }) => ({ check: invariant, message, slice }));
};
