import { fileURLToPath } from 'node:url';
import type { Finding } from '../../../model/finding.ts';
import { BOARD, callers, codeOf } from '../../../model/open-front.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene } from './scene.ts';

const PROGRAM = fileURLToPath(new URL('./two-shops.ts', import.meta.url));
/** As edgar_app, on a connection that was given back: nobody's shop is set, so nothing is there. */
const CURIOUS = 'select count(1) from customers';

/** Two shops in one database, served by one process: neither sees anything of the other, nor does whoever has a connection next. */
export const tenancy: Workload = async (rig, seed) => {
  const { proxy, url } = await rig.proxy(await rig.database());
  const server = await rig.server(url, PROGRAM);
  const [, next] = await server.process.printed(/next door: (\S+)/);
  const [mine, theirs] = callers([server.url, next as string]) as [typeof server.api, typeof server.api];
  const date = dateOf(seed, 0);
  proxy.curiosity = CURIOUS;
  const [here, there] = [await Scene.furnish(mine), await Scene.furnish(theirs)];
  const [card, other] = [await here.book(date), await there.book(date)];
  const findings: Finding[] = [];
  const wrong = (message: string) => findings.push({ check: 'I10', message, slice: [] });

  const paths = [
    `appointments?date=${date}`,
    'appointments',
    'customers',
    'vehicles',
    'technicians',
    'services',
    `dashboard/stats?date=${date}`,
  ].map((path) => `/api/admin/${path}`);
  const strange = [other.id, ...there.ids.customers.flatMap((it) => [it.id, it.vehicleId]), ...there.ids.techIds];
  for (const path of [...paths, `${BOARD}?date=${date}`, `${BOARD}/changes?date=${date}`]) {
    const text = JSON.stringify((await mine('GET', path)).data);
    if (strange.some((id) => text.includes(id))) wrong(`${path} shows something of the other shop`);
    // Of a date that is new, each shop has one card.
    const { total, jobsToday } = JSON.parse(text);
    if (path.includes(date) && (total ?? jobsToday ?? 1) !== 1) wrong(`${path} counts ${total ?? jobsToday} cards`);
  }
  for (const path of [
    `appointments/${other.id}`,
    `appointments/${other.id}/history`,
    `customers/${there.ids.customers[0]?.id}`,
  ]) {
    const answer = await mine('GET', `/api/admin/${path}`);
    if (codeOf(answer) !== 'not_found') wrong(`GET ${path} of the other shop was answered ${codeOf(answer)}`);
  }
  const moved = await here.move(other, 'in_progress');
  if (codeOf(moved) !== 'not_found') wrong(`a move of the other shop's card was answered ${codeOf(moved)}`);
  await here.move(card, 'in_progress');
  const seen = proxy.curious.filter((count) => count !== '0').length;
  if (proxy.curious.length === 0) throw new Error('nobody looked at a connection that was given back');
  if (seen > 0) wrong(`${seen} of ${proxy.curious.length} connections were given back with somebody's shop set`);
  return findings;
};
