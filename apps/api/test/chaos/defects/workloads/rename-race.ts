import type { Finding } from '../../../model/finding.ts';
import type { Workload } from '../workload.ts';
import { holdCommit, untilBlocked } from './hold-commit.ts';
import { dateOf, Scene } from './scene.ts';

const ROUNDS = 2;

/**
 * While a card is on its way to another date, its customer is renamed elsewhere. Afterwards all servers show one name under one
 * revision.
 */
export const renameRace: Workload = async (rig, seed) => {
  const database = await rig.database();
  const { proxy, url } = await rig.proxy(database);
  const [slow, quick] = await Promise.all([rig.server(url), rig.server(database)]);
  const scene = await Scene.furnish(slow.api);
  const here = scene.at(quick.api);
  const customer = scene.ids.customers[0] as { id: string };
  const findings: Finding[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [from, to] = [dateOf(seed, 2 * round), dateOf(seed, 2 * round + 1)];
    const card = await scene.book(from);
    await scene.book(to);
    await scene.board(to);
    const held = holdCommit(proxy);
    const times = { appt_start: `${to}T18:00:00Z`, appt_end: `${to}T19:00:00Z` };
    const going = scene.send('PATCH', `appointments/${card.id}`, { expected_version: card.version, ...times });
    await held.reached;
    const renamed = here.send('PATCH', `customers/${customer.id}`, { name: `Ana ${seed} ${round}` });
    await untilBlocked(rig, database);
    held.release();
    await Promise.all([going, renamed]);
    const [one, two] = [await scene.board(to), await here.board(to)];
    const names = [one, two].map((board) =>
      board.columns.scheduled.items.map((it: { customer_name: string }) => it.customer_name).join(),
    );
    if (one.revision === two.revision && names[0] !== names[1]) {
      const message = `revision ${one.revision} of ${to} shows ${names[0]} at one server and ${names[1]} at another`;
      findings.push({ check: 'I7', message, slice: [] });
    }
  }
  return findings;
};
