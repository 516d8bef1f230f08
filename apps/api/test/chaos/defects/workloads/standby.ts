import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../../model/finding.ts';
import { codeOf } from '../../../model/open-front.ts';
import type { Answer } from '../../../serve.ts';
import type { Rig } from '../rig.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene, type SceneCard } from './scene.ts';

/** No standby has this name: every COMMIT waits for one. */
const NOBODY = 'nobody_has_this_name';
const PATIENCE_MS = 3_000;

/**
 * PostgreSQL confirms to nobody before its standby has the change. A wait that somebody cancels leaves it committed here and
 * unknown there, so it is no acknowledgement; and a wait that only takes long is waited for.
 */
export const standby: Workload = async (rig, seed) => {
  const database = await rig.database({ synchronous_commit: 'on' });
  const { api } = await rig.server(database);
  const scene = await Scene.furnish(api);
  const date = dateOf(seed, 0);
  const cards = [await scene.book(date), await scene.book(date)] as const;
  const others = [await scene.book(date), await scene.book(date)] as const;
  const findings: Finding[] = [];
  try {
    await demand(rig, NOBODY);
    const cancelled = scene.move(cards[0], 'in_progress', { key: null });
    await cancelWaiting(rig, database);
    if (codeOf(await cancelled) === 'ok')
      findings.push({ check: 'I1', message: 'a change that no standby has was acknowledged', slice: [] });
    for (const [what, send] of repeated(scene, others, date)) {
      const key = randomUUID();
      const first = send(key);
      await cancelWaiting(rig, database);
      await first;
      const again = send(key);
      // It waits as the first one did, or has its answer soon.
      await Promise.race([again, waiting(rig, database).catch(() => [])]);
      await cancelWaiting(rig, database, waitingNow(rig, database));
      if (codeOf(await again) !== 'ok') continue;
      const message = `${what} that no standby has was acknowledged when it came again`;
      findings.push({ check: 'I1', message, slice: [] });
    }

    const long = scene.move(cards[1], 'in_progress', { key: null });
    await waiting(rig, database);
    await delay(1_500);
    await demand(rig, '');
    const answer = await long;
    const events = (await scene.history(cards[1].id)).length;
    if (codeOf(answer) !== 'ok') {
      const check = codeOf(answer) !== 'unavailable' && events > 1 ? 'I5' : 'contract';
      const message = `a move that had to wait was answered ${codeOf(answer)}, and the card has ${events} events`;
      findings.push({ check, message, slice: [] });
    }
  } finally {
    await demand(rig, '');
  }
  return findings;
};

type Send = (key: string) => Promise<Answer>;

/** Changes of every kind, by both doors. */
function repeated(scene: Scene, [one, two]: readonly [SceneCard, SceneCard], date: string): [what: string, Send][] {
  const customer = scene.ids.customers[0]?.id;
  return [
    ['a move', (key) => scene.move(one, 'in_progress', { key })],
    ['a cancellation', (key) => scene.send('DELETE', `appointments/${two.id}?expected_version=1`, undefined, key)],
    ['a booking', (key) => scene.send('POST', 'appointments', scene.booking(date), key)],
    ['a new name', (key) => scene.send('PATCH', `customers/${customer}`, { name: 'Ana Never' }, key)],
    ['a new customer', (key) => scene.send('POST', 'customers', { name: 'Only here' }, key)],
  ];
}

async function demand(rig: Rig, name: string): Promise<void> {
  await rig.sql(rig.clusterUrl, `alter system set synchronous_standby_names = '${name}'`);
  await rig.sql(rig.clusterUrl, 'select pg_reload_conf()');
  await delay(100);
}

/** Whoever waits for a standby. */
async function waitingNow(rig: Rig, database: string): Promise<number[]> {
  const text = `select pid from pg_stat_activity where wait_event = 'SyncRep' and datname = current_database()`;
  return (await rig.sql<{ pid: number }>(database, text)).map(({ pid }) => pid);
}

/** The same, once there is somebody. */
async function waiting(rig: Rig, database: string): Promise<number[]> {
  for (const limit = performance.now() + PATIENCE_MS; performance.now() < limit; await delay(10)) {
    const pids = await waitingNow(rig, database);
    if (pids.length > 0) return pids;
  }
  throw new Error('nobody waits for a standby');
}

async function cancelWaiting(rig: Rig, database: string, pids = waiting(rig, database)): Promise<void> {
  for (const pid of await pids) await rig.sql(database, 'select pg_cancel_backend($1)', [pid]);
}
