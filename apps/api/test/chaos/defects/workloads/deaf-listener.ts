import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TcpProxy } from '@edgar-auto-shop/testing';
import { listen } from '../../../listen.ts';
import type { Finding } from '../../../model/finding.ts';
import { BOARD } from '../../../model/open-front.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene } from './scene.ts';

/** Together more than the buffers between two programs hold, and less than for what a listener is sent away at once. */
const [CARDS, NAMES, LETTERS] = [20, 34, 9_900];
/** Nobody listens there. */
const NOWHERE = 1;
const PATIENCE_MS = 15_000;

/**
 * Somebody listens and does not read. The database is away for so long that all streams are ended, and comes back before that one
 * is given up: what is told then reaches those who came back, and ends no server.
 */
export const deafListener: Workload = async (rig, seed) => {
  const database = await rig.database();
  const way = new URL(database);
  const proxy = await TcpProxy.open(Number(way.port));
  const { target } = proxy;
  way.port = String(proxy.port);
  // Not kept for the next seed: with the bug it ends.
  const { api, url, process } = await rig.ownServer(way.href);
  const scene = await Scene.furnish(api);
  const date = dateOf(seed, 0);
  const notes = 'x'.repeat(LETTERS);
  for (let i = 0; i < CARDS; i += 1) await scene.send('POST', 'appointments', { ...scene.booking(date), notes });
  const { hostname, port, host } = new URL(url);
  const deaf = connect(Number(port), hostname);
  deaf.on('error', () => {});
  deaf.write(`GET ${BOARD}/stream?date=${date} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  await once(deaf, 'readable');
  const other = await listen(url, `?date=${dateOf(seed, 1)}`);
  const customer = scene.ids.customers[0] as { id: string };
  // Each tells of all cards.
  for (let i = 0; i < NAMES; i += 1)
    await scene.send('PATCH', `customers/${customer.id}`, { name: `Ana ${seed} ${i}` });
  proxy.target = NOWHERE;
  proxy.resetAll();
  await other.until(() => other.ended);
  proxy.target = target;
  const findings: Finding[] = [];
  for (const limit = performance.now() + PATIENCE_MS; performance.now() < limit; await delay(50)) {
    const back = await listen(url, `?date=${date}`).catch(() => undefined);
    back?.stop();
    if (back?.status === 200) break;
  }
  const end = await Promise.race([process.exit, delay(2_000)]);
  const message = `a server whose listener did not read ended with ${end}`;
  if (end !== undefined) findings.push({ check: 'contract', message, slice: [] });
  deaf.destroy();
  await process.kill();
  await proxy.close();
  return findings;
};
