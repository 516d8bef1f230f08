import { type Finding, tellFinding } from '../../model/finding.ts';
import { Rig } from './rig.ts';
import type { SeededDefect } from './seeded-defect.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

/** What was found with a seed. */
export interface Trial {
  seed: number;
  findings: Finding[];
  /** Why the workload could not go on: with a bug that may be, and counts for nothing. */
  stopped?: string;
  seconds: number;
}

/** What became of a defect: the trials that were needed, the last of which caught it, or did not. */
export interface Caught {
  defect: SeededDefect;
  trials: Trial[];
  isCaught: boolean;
}

export const SEEDS = [1, 2, 3];

async function tryOnce(rig: Rig, workload: WorkloadName, seed: number): Promise<Trial> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  rig.rewind();
  try {
    const findings = await WORKLOADS[workload](rig, seed);
    return { seed, findings, seconds: seconds() };
  } catch (error) {
    return { seed, findings: [], stopped: String(error), seconds: seconds() };
  }
}

/** What must not be on the unchanged build: a finding, or a scene that broke off. */
export const faultsOf = (trials: Trial[]): string[] =>
  trials.flatMap(({ findings, stopped }) => [
    ...findings.map(tellFinding),
    ...(stopped === undefined ? [] : [stopped]),
  ]);

/** Whether it was noticed as what it is, by the checks that are meant for it. */
const isCaughtBy = ({ breaks }: SeededDefect, { findings }: Trial): boolean =>
  breaks.every((check) => findings.some((one) => one.check === check));

/**
 * Tries a defect with one seed after the other until it is caught.
 * @throws Error where the defect does not fit the code any more, or was never loaded
 */
export async function tryDefect(clusterUrl: string, defect: SeededDefect, seeds: number[] = SEEDS): Promise<Caught> {
  const rig = new Rig(clusterUrl, defect);
  const trials: Trial[] = [];
  try {
    for (const seed of seeds) {
      const trial = await tryOnce(rig, defect.by, seed);
      trials.push(trial);
      // Before anything is believed: that the bug was there.
      rig.demandChanges();
      if (isCaughtBy(defect, trial)) return { defect, trials, isCaught: true };
    }
    return { defect, trials, isCaught: false };
  } finally {
    await rig.close();
  }
}

/** Runs a workload on the unchanged build. */
export async function tryUnchanged(
  clusterUrl: string,
  workload: WorkloadName,
  seeds: number[] = SEEDS,
): Promise<Trial[]> {
  const rig = new Rig(clusterUrl);
  const trials: Trial[] = [];
  try {
    for (const seed of seeds) trials.push(await tryOnce(rig, workload, seed));
    return trials;
  } finally {
    await rig.close();
  }
}
