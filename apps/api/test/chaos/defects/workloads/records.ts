import type { Finding } from '../../../model/finding.ts';
import { codeOf } from '../../../model/open-front.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene } from './scene.ts';

const ROUNDS = 4;
/** More than the pool has connections. */
const AT_ONCE = 12;

/** Refusals in the midst of a transaction; whoever is given the same connection next must not feel it. */
export const records: Workload = async (rig, seed) => {
  const { api } = await rig.server(await rig.database());
  const scene = await Scene.furnish(api);
  const date = dateOf(seed, 0);
  const card = await scene.book(date);
  const findings: Finding[] = [];
  const wrong = (message: string) => findings.push({ check: 'contract', message, slice: [] });
  for (let round = 0; round < ROUNDS; round += 1) {
    const service = { code: 'oil', name: 'Oil again', base_price_cents: 1 };
    const refused = await Promise.all(Array.from({ length: AT_ONCE }, () => scene.send('POST', 'services', service)));
    for (const answer of refused)
      if (codeOf(answer) !== 'already_exists') wrong(`a code that is taken was answered ${codeOf(answer)}`);
    const notes = await scene.send('PATCH', `appointments/${card.id}`, {
      expected_version: card.version,
      notes: `${round}`,
    });
    if (codeOf(notes) === 'ok') card.version = notes.data.version;
    else wrong(`after others were refused, a change was answered ${codeOf(notes)}`);
    const reads = await Promise.all(
      Array.from({ length: AT_ONCE }, () => scene.send('GET', 'services', undefined, null)),
    );
    for (const answer of reads)
      if (codeOf(answer) !== 'ok') wrong(`after others were refused, a list was answered ${codeOf(answer)}`);
  }
  return findings;
};
