import { randomUUID } from 'node:crypto';
import type { Finding } from '../../../model/finding.ts';
import { codeOf, dataTextOf } from '../../../model/open-front.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene, type SceneCard } from './scene.ts';

/** What a card that was just booked is asked to be, and is already. */
const IDLE = {
  reorder: { method: 'POST', path: '/reorder', body: { position: 0 } },
  patch: { method: 'PATCH', path: '', body: { notes: null } },
} as const;

/**
 * Who was told that there is nothing to change is told so again, with the same bytes, also by another server, and also when somebody
 * else has moved the card since.
 */
export const keptAnswers: Workload = async (rig, seed) => {
  const database = await rig.database();
  const [server, other] = await Promise.all([rig.server(database), rig.server(database)]);
  const scene = await Scene.furnish(server.api);
  const findings: Finding[] = [];
  for (const [turn, [kind, { method, path, body }]] of Object.entries(IDLE).entries()) {
    const card = await scene.book(dateOf(seed, turn));
    const key = randomUUID();
    const ask = (side: Scene, { id, version }: SceneCard) =>
      side.send(method, `appointments/${id}${path}`, { expected_version: version, ...body }, key);
    const first = await ask(scene, card);
    if (codeOf(first) !== 'ok' || first.data.version !== card.version)
      throw new Error(`a ${kind} that changes nothing was answered ${codeOf(first)}`);
    await scene.move(card, 'in_progress');
    for (const side of [scene, scene.at(other.api)]) {
      const again = await ask(side, card);
      const isReplayed = again.headers.get('idempotent-replayed') === 'true';
      if (codeOf(again) === 'ok' && isReplayed && dataTextOf(again) === dataTextOf(first)) continue;
      const message = `a ${kind} that changed nothing was answered ${codeOf(again)} ${dataTextOf(again)} when it was repeated, first ${dataTextOf(first)}`;
      findings.push({ check: 'I3', message, slice: [] });
    }
  }
  return findings;
};
