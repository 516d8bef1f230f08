import { setTimeout as delay } from 'node:timers/promises';
import type { Injection } from './injection.ts';

/** A ballast file takes what is left of PostgreSQL's disk, and what PostgreSQL gives free meanwhile. */
export const fillDisk: Injection = {
  async inject({ disk }, { forMs }, marks) {
    if (!disk) throw new Error('there is no disk that could be full');
    marks.begin();
    let written = 0;
    try {
      for (let left = forMs; left > 0; left -= 200) {
        written += await disk.fill();
        await delay(Math.min(left, 200));
      }
    } finally {
      await disk.empty();
    }
    return `${written >> 20} MiB of ballast for ${forMs} ms`;
  },
};
