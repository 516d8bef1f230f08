import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../../model/finding.ts';
import { codeOf, dataTextOf } from '../../../model/open-front.ts';
import type { Workload } from '../workloads.ts';
import { dateOf, Scene } from './scene.ts';

const [ROUNDS, HELD_MS] = [2, 250];

/**
 * One key at two servers at once, with the first one's COMMIT held back: the second waits for it. For the same request it
 * gives the same answer; for another card of another date, it refuses, and changes nothing.
 */
export const atOnce: Workload = async (rig, seed) => {
  const database = await rig.database();
  const { proxy, url } = await rig.proxy(database);
  const slow = await rig.server(url);
  const quick = await rig.server(database);
  const scene = await Scene.furnish(slow.api);
  proxy.onCommit = async () => {
    await delay(HELD_MS);
    return 'pass';
  };
  const findings: Finding[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [date, other] = [dateOf(seed, 2 * round), dateOf(seed, 2 * round + 1)];
    const here = scene.at(quick.api);
    const [card, twin] = [await here.book(date), await here.book(other)];
    // Looked at once, so that the slow server need not look when it matters.
    await scene.board(date);
    await findingsOf(() => same(scene, here, card), findings);
    await findingsOf(() => different(scene, here, { ...card, version: 2 }, twin, other), findings);
  }
  return findings;
};

const findingsOf = async (work: () => Promise<Finding[]>, into: Finding[]) => into.push(...(await work()));

type Card = { id: string; version: number };

async function same(slow: Scene, quick: Scene, card: Card): Promise<Finding[]> {
  const key = randomUUID();
  const first = slow.move(card, 'in_progress', { key });
  await delay(HELD_MS / 2);
  const [one, two] = [await quick.move(card, 'in_progress', { key }), await first];
  if (codeOf(one) === 'ok' && codeOf(two) === 'ok' && dataTextOf(one) === dataTextOf(two)) return [];
  const message = `one request at two servers at once was answered ${codeOf(two)} ${dataTextOf(two)}, and ${codeOf(one)} ${dataTextOf(one)}`;
  return [{ check: 'I3', message, slice: [] }];
}

async function different(slow: Scene, quick: Scene, card: Card, twin: Card, date: string): Promise<Finding[]> {
  const key = randomUUID();
  const first = slow.move(card, 'ready', { key });
  await delay(HELD_MS / 2);
  const [refused, done] = [await quick.move(twin, 'in_progress', { key }), await first];
  if (codeOf(done) !== 'ok') return [{ check: 'contract', message: `a move was answered ${codeOf(done)}`, slice: [] }];
  const events = await quick.history(twin.id);
  if (codeOf(refused) === 'ok' && events.length === 1) {
    const message = `a move on ${date} was acknowledged, and is not in the history`;
    return [{ check: 'I1', message, slice: [] }];
  }
  if (codeOf(refused) === 'idempotency_mismatch' && events.length === 1) return [];
  const message = `another request under the key was answered ${codeOf(refused)}, its card has ${events.length} events`;
  return [{ check: 'I3', message, slice: [] }];
}
