import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from '../stage/stage.ts';
import type { Injection } from './injection.ts';

const DAY_MS = 86_400_000;
/** Forward by a day and more, back by some minutes: past every expiry, and before what was stamped already. */
const JUMPS = [DAY_MS + 3_600_000, -600_000, 40 * DAY_MS, -2 * DAY_MS];

async function setClock(stage: Stage, server: number, offsetMs: number): Promise<void> {
  await writeFile(stage.clockFile(server), String(offsetMs));
  stage.servers[server]?.signal('SIGUSR2');
}

/** The wall clock of one server jumps, stays wrong for a while, and jumps back. PostgreSQL's own goes on as before. */
export const jumpClock: Injection = {
  async inject(stage, { server, forMs }, marks) {
    const offsetMs = JUMPS[forMs % JUMPS.length] as number;
    marks.begin();
    await setClock(stage, server, offsetMs);
    await delay(forMs);
    await setClock(stage, server, 0);
    return `server ${server + 1} ${offsetMs / 1_000} s off for ${forMs} ms`;
  },
};
