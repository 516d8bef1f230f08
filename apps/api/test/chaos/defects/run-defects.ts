import type { Finding } from '../../model/finding.ts';
import type { Defect } from './defect.ts';
import { Rig } from './rig.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

/** What was found with a seed. */
export interface Trial {
  seed: number;
  findings: Finding[];
  seconds: number;
}

/** What became of a defect: the trials that were needed, the last of which caught it, or did not. */
export interface Caught {
  defect: Defect;
  trials: Trial[];
  isCaught: boolean;
}

export const SEEDS = [1, 2, 3];

/**
 * Runs a workload once, on servers of its own. @param defect none for the unchanged build
 * @throws Error where the defect does not fit the code any more, or was never loaded
 */
export async function tryOnce(
  clusterUrl: string,
  workload: WorkloadName,
  seed: number,
  defect?: Defect,
): Promise<Trial> {
  const started = performance.now();
  const rig = new Rig(clusterUrl, defect?.changes ?? []);
  try {
    const findings = await WORKLOADS[workload](rig, seed);
    rig.demandChanges();
    return { seed, findings, seconds: (performance.now() - started) / 1_000 };
  } catch (error) {
    throw new Error(`${defect?.name ?? 'the unchanged build'}, ${workload}, seed ${seed}: ${error}\n${rig.output}`, {
      cause: error,
    });
  } finally {
    await rig.close();
  }
}

/** Whether it was noticed as what it is, by the checks that are meant for it. */
const isCaughtBy = ({ breaks }: Defect, { findings }: Trial): boolean =>
  breaks.every((check) => findings.some((one) => one.check === check));

/** Tries a defect with one seed after the other until it is caught, with three at most. */
export async function tryDefect(clusterUrl: string, defect: Defect, seeds: number[] = SEEDS): Promise<Caught> {
  const trials: Trial[] = [];
  for (const seed of seeds) {
    const trial = await tryOnce(clusterUrl, defect.by, seed, defect);
    trials.push(trial);
    if (isCaughtBy(defect, trial)) return { defect, trials, isCaught: true };
  }
  return { defect, trials, isCaught: false };
}
