import { setTimeout as delay } from 'node:timers/promises';
import { listen } from '../../../listen.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Workload } from '../workloads.ts';
import { dateOf, Scene } from './scene.ts';

const [ROUNDS, HELD_MS] = [2, 300];
/** Others are told within 100 ms in the median; this is never too short. */
const PATIENCE_MS = 2_000;

/** A change that began first and is committed last, on another board than the one in between: whoever listens is told of both. */
export const lateCommit: Workload = async (rig, seed) => {
  const database = await rig.database();
  const { proxy, url } = await rig.proxy(database);
  const slow = await rig.server(url);
  const quick = await rig.server(database);
  const ear = await rig.server(database);
  const scene = await Scene.furnish(slow.api);
  const here = scene.at(quick.api);
  const findings: Finding[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const dates = [dateOf(seed, 2 * round), dateOf(seed, 2 * round + 1)] as const;
    const cards = [await scene.book(dates[0]), await here.book(dates[1])] as const;
    const heard = await Promise.all(dates.map((date) => listen(ear.url, `?date=${date}`)));
    await Promise.all(heard.map((one) => one.at(1)));
    proxy.onCommit = async () => {
      await delay(HELD_MS);
      return 'pass';
    };
    const late = scene.move(cards[0], 'in_progress');
    await delay(HELD_MS / 3);
    await here.move(cards[1], 'in_progress');
    await late;
    proxy.onCommit = undefined;
    await delay(100);
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
