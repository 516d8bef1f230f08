import { setImmediate as turn } from 'node:timers/promises';
import { type FaultKind, STRIKES } from './faults/fault-kinds.ts';
import type { Round } from './people/round.ts';

/** Of the clients, some of which are reading: few enough to come about soon, enough for many cut requests. */
const IN_FLIGHT = 0.85;
const YOUNG_MS = 20;
const PATIENCE_MS = 3_000;

/**
 * Resolves when many writes are in flight, none of them with its answer waiting in a socket (for two turns nothing came),
 * and a change was acknowledged just before: a promise so young is the most likely one to be broken. On a machine that is too busy
 * for such a moment it takes a lesser one.
 */
export async function momentToStrike(kind: FaultKind, round: Round, clients: number): Promise<void> {
  if (!STRIKES.has(kind)) return;
  round.isRushed = true;
  const begun = round.now();
  let [quiet, attempts] = [0, 0];
  while (quiet < 2) {
    await turn();
    const waited = round.now() - begun;
    const isYoung = round.now() - round.acknowledgedAt < YOUNG_MS || waited > PATIENCE_MS;
    const isBusy = round.inFlight >= IN_FLIGHT * clients || waited > 2 * PATIENCE_MS;
    quiet = isYoung && isBusy && round.attempts === attempts ? quiet + 1 : 0;
    attempts = round.attempts;
  }
}
