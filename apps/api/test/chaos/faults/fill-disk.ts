import { setTimeout as delay } from 'node:timers/promises';
import type { Injection } from './injection.ts';

/** What PostgreSQL gives free meanwhile is taken, too. */
const AGAIN_MS = 200;

/** PostgreSQL's disk has no byte left, its log's disk neither. */
export const fillDisk: Injection = {
  async inject({ disk }, { forMs }, marks) {
    if (!disk) throw new Error('there is no disk that could be full');
    marks.begin();
    let used = await disk.fill();
    try {
      for (let left = forMs; left > 0; left -= AGAIN_MS) {
        await delay(Math.min(left, AGAIN_MS));
        used = await disk.fill();
      }
    } finally {
      await disk.empty();
    }
    return `no room beside the ${used >> 20} MiB on it, for ${forMs} ms`;
  },
};
