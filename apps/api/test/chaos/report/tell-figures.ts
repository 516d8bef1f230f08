import type { Figures, Share } from './figures.ts';

const percent = ({ succeeded, failed }: Share): string => {
  const all = succeeded + failed;
  return all === 0 ? 'nothing was asked' : `${((100 * succeeded) / all).toFixed(2)} % of ${all}`;
};

/** The figures of a run in lines for a person. */
export function tellFigures(it: Figures): string {
  const slowest = Math.round(Math.max(0, ...it.recoveries));
  return [
    `${it.acknowledged} changes acknowledged in ${Math.round(it.seconds)} s and ${it.rounds} rounds (${it.repeated} repeated and replayed), ${it.refused} refused`,
    `of them ${Object.entries(it.byKind)
      .map(([kind, count]) => `${count} × ${kind}`)
      .join(', ')}`,
    `unknown ${it.unknown}, settled by their keys ${it.settled}, ${it.appliedUnseen} of them had been applied unseen; cut by a fault that struck ${it.cut}, settled ${it.cutSettled}`,
    `${it.looks} looks at boards (${it.notModified} × 304); ${it.told} events told to listeners, who came back ${it.resumed} times; ${it.unavailable} × 503`,
    `requests that succeeded: during faults ${percent(it.during)}, in the 10 s after them ${percent(it.after)}, else ${percent(it.calm)}`,
    `${it.recoveries.length} recoveries, the slowest after ${slowest} ms; ${it.joined} faults met the next one first, and are judged with it`,
    `${it.calmSeconds} seconds between faults were judged to be calm`,
  ].join('\n');
}
