import { randomUUID } from 'node:crypto';
import type { Finding } from '../../../model/finding.ts';
import { codeOf, dataTextOf } from '../../../model/open-front.ts';
import type { Answer } from '../../../serve.ts';
import type { Workload } from '../workload.ts';
import { holdCommit, untilBlocked } from './hold-commit.ts';
import { dateOf, Scene, type SceneCard } from './scene.ts';

const ROUNDS = 2;
/** On a machine so busy that a lock or a COMMIT was waited for in vain, a round says nothing and is done again. */
const MOST_ROUNDS = 6;

/**
 * One key at two servers at once, with the first one's COMMIT held back: the second waits for it. For the same request it
 * gives the same answer; for another card of another date, it refuses, and changes nothing.
 */
export const atOnce: Workload = async (rig, seed) => {
  const database = await rig.database();
  const { proxy, url } = await rig.proxy(database);
  const [slow, quick] = await Promise.all([rig.server(url), rig.server(database)]);
  const scene = await Scene.furnish(slow.api);
  const here = scene.at(quick.api);
  const both = async (first: () => Promise<Answer>, second: () => Promise<Answer>) => {
    const held = holdCommit(proxy);
    const one = first();
    await held.reached;
    const two = second();
    await untilBlocked(rig, database);
    held.release();
    return Promise.all([one, two]);
  };
  const findings: Finding[] = [];
  let judged = 0;
  for (let round = 0; judged < ROUNDS && round < MOST_ROUNDS; round += 1) {
    // Booked there, so that the slow server need not look for it when it matters.
    const card = await scene.book(dateOf(seed, 2 * round));
    const twin = await here.book(dateOf(seed, 2 * round + 1));
    let key = randomUUID();
    const move = (side: Scene, one: SceneCard, to: string) => () => side.move(one, to, { key });
    const [first, again] = await both(move(scene, card, 'in_progress'), move(here, card, 'in_progress'));
    if (isTooBusy(first, again)) continue;
    if (![first, again].every((it) => codeOf(it) === 'ok') || dataTextOf(first) !== dataTextOf(again)) {
      const message = `one request at two servers at once was answered ${codeOf(first)} and ${codeOf(again)}`;
      findings.push({ check: 'I3', message, slice: [dataTextOf(first), dataTextOf(again)] });
    }
    key = randomUUID();
    const next = { ...card, version: card.version + 1 };
    const [done, other] = await both(move(scene, next, 'ready'), move(here, twin, 'in_progress'));
    if (isTooBusy(done, other)) continue;
    judged += 1;
    findings.push(...judgeOther(codeOf(other), (await here.history(twin.id)).length));
  }
  if (judged === 0) throw new Error('the machine is too busy for two requests at once');
  return findings;
};

const isTooBusy = (...answers: Answer[]): boolean => answers.some((it) => codeOf(it) === 'unavailable');

function judgeOther(code: string, events: number): Finding[] {
  if (code === 'idempotency_mismatch' && events === 1) return [];
  const isLost = code === 'ok' && events === 1;
  const message = isLost
    ? 'a move was acknowledged, and is not in the history'
    : `another request under a key that is in use was answered ${code}, and its card has ${events} events`;
  return [{ check: isLost ? 'I1' : 'I3', message, slice: [] }];
}
