import { setTimeout as delay } from 'node:timers/promises';
import { type Listening, listen } from '../../../listen.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Workload } from '../workload.ts';
import { holdCommit } from './hold-commit.ts';
import { dateOf, Scene } from './scene.ts';

const ROUNDS = 2;
/** Others are told within 100 ms in the median; this is never too short. */
const PATIENCE_MS = 2_000;

/** A change that began first and is committed last, on another board than the one in between: whoever listens is told of both. */
export const lateCommit: Workload = async (rig, seed) => {
  const database = await rig.database();
  const { proxy, url } = await rig.proxy(database);
  const [slow, quick, ear] = await Promise.all([rig.server(url), rig.server(database), rig.server(database)]);
  const scene = await Scene.furnish(slow.api);
  const here = scene.at(quick.api);
  const findings: Finding[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const dates = [dateOf(seed, 2 * round), dateOf(seed, 2 * round + 1)] as const;
    const cards = [await scene.book(dates[0]), await here.book(dates[1])] as const;
    const ears = dates.map((date) => listen(ear.url, `?date=${date}`));
    const heard = (await Promise.all(ears)) as [Listening, Listening];
    await Promise.all(heard.map((one) => one.at(1)));
    const held = holdCommit(proxy);
    const late = scene.move(cards[0], 'in_progress');
    await held.reached;
    await here.move(cards[1], 'in_progress');
    await heard[1].at(2);
    held.release();
    await late;
    for (const limit = performance.now() + PATIENCE_MS; performance.now() < limit; await delay(20))
      if (heard.every((one) => one.board.revision === '2')) break;
    for (const [i, one] of heard.entries()) {
      const message = `who listens to ${dates[i]} holds revision ${one.board.revision}, a read answers 2`;
      if (one.board.revision !== '2') findings.push({ check: 'I9', message, slice: [] });
      one.stop();
    }
  }
  return findings;
};
