import type { Finding } from '../../../model/finding.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene } from './scene.ts';

/** A job over midnight and one of the next date have one technician: both are marked, and both boards have a new revision. */
export const overlaps: Workload = async (rig, seed) => {
  const { api } = await rig.server(await rig.database());
  const scene = await Scene.furnish(api);
  const dates = [dateOf(seed, 0), dateOf(seed, 1)] as const;
  const tech = { tech_id: scene.ids.techIds[0] };
  const findings: Finding[] = [];
  const long = { ...scene.booking(dates[0]), ...tech, appt_end: `${dates[1]}T20:00:00Z` };
  await scene.send('POST', 'appointments', long);
  await scene.send('POST', 'appointments', { ...scene.booking(dates[1], 18), ...tech });
  for (const [i, date] of dates.entries()) {
    const { revision, columns } = await scene.board(date);
    const wanted = i === 0 ? '2' : '1';
    if (revision !== wanted || columns.scheduled.items[0]?.double_booked !== true) {
      const message = `the board of ${date} is at revision ${revision} instead of ${wanted}, or its card is not marked`;
      findings.push({ check: 'I7', message, slice: [] });
    }
  }
  return findings;
};
