import { setTimeout as delay } from 'node:timers/promises';
import { sinceBoot } from '../clock.ts';
import type { Stage } from '../stage/stage.ts';
import { cutClients, cutDatabase, holeClients, holeDatabase, slowClients, slowDatabase } from './disturb-network.ts';
import { exhaust } from './exhaust.ts';
import { failOver } from './fail-over.ts';
import type { FaultKind } from './fault-kinds.ts';
import { fillDisk } from './fill-disk.ts';
import type { Injection } from './injection.ts';
import { jumpClock } from './jump-clock.ts';
import { killAll, killDatabase, killServer, stopDatabase, stopServer } from './kill-and-stop.ts';
import type { PlannedFault } from './plan-faults.ts';

/** The clients do it themselves, between this beginning and this end. */
const retries: Injection = {
  async inject(_stage, { forMs }, marks) {
    marks.begin();
    await delay(forMs);
    return `for ${forMs} ms`;
  },
};

const INJECTIONS: Record<FaultKind, Injection> = {
  'kill-server': killServer,
  'kill-database': killDatabase,
  'kill-all': killAll,
  'stop-server': stopServer,
  'stop-database': stopDatabase,
  'cut-clients': cutClients,
  'cut-database': cutDatabase,
  'slow-clients': slowClients,
  'slow-database': slowDatabase,
  'hole-clients': holeClients,
  'hole-database': holeDatabase,
  retries,
  exhaust,
  'full-disk': fillDisk,
  'clock-jump': jumpClock,
  'fail-over': failOver,
};

/** What breaks connections to a PostgreSQL that is inside the server, where no network stands between that would tell when. */
const BREAKS_UNSEEN: ReadonlySet<FaultKind> = new Set(['kill-database', 'kill-all', 'stop-database']);
/** As long as a server waits for its PostgreSQL at most, and then some, in milliseconds. */
const NOTICED_MS = 10_000;

/** When a fault began and ended, by the clock of the machine, and what it was, for people. */
export interface InjectedFault {
  begunAt: number;
  endedAt: number;
  note: string;
}

export async function prepareFault(stage: Stage, fault: PlannedFault): Promise<void> {
  await INJECTIONS[fault.kind].prepare?.(stage, fault);
}

/** @param onBegin is told at the moment when it begins */
export async function injectFault(stage: Stage, fault: PlannedFault, onBegin: () => void): Promise<InjectedFault> {
  const at: { begun?: number; ended?: number } = {};
  const note = await INJECTIONS[fault.kind].inject(stage, fault, {
    begin: () => {
      at.begun = sinceBoot();
      onBegin();
    },
    end: () => {
      at.ended = sinceBoot();
    },
  });
  if (at.begun === undefined) throw new Error(`${fault.kind} never began`);
  const [begunAt, endedAt] = [at.begun, at.ended ?? sinceBoot()];
  if (stage.backs.length === 0 && BREAKS_UNSEEN.has(fault.kind)) {
    stage.databaseBreaks.push({ server: 0, from: begunAt, to: endedAt + NOTICED_MS });
  }
  return { begunAt, endedAt, note };
}
