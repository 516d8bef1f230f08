import type { OutboxStorage } from './storage.ts';

/**
 * Runs the work when nobody else with this outbox does: one window sends at a time. Two that do so by accident do no harm,
 * for a key has one effect; so a turn may be taken from whoever seems to be asleep.
 */
export type TakeTurn = (work: () => Promise<void>) => Promise<void>;

/** Longer than a write may take, in milliseconds. A window that tells nothing for so long has been put to sleep by its device. */
const ASLEEP_MS = 20_000;
const LOOKS_EVERY_MS = 1_000;

/** What is used of the browser's LockManager. */
interface Locks {
  request(
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    work: () => Promise<void>,
  ): Promise<unknown>;
}

/** By the browser's locks, which end with the window that holds them. */
export function turnsByLocks(locks: Locks, name: string, lastNews: () => number): TakeTurn {
  return async (work) => {
    let running: Promise<void> | undefined;
    const run = () => {
      running = work();
      return running;
    };
    for (let tries = 0; !running; tries += 1) {
      const steal = tries > 0 && Date.now() - lastNews() > ASLEEP_MS;
      const wait = AbortSignal.timeout(ASLEEP_MS);
      // Rejects when patience ends, or when another window takes the turn away; then the work goes on all the same.
      await locks.request(name, steal ? { steal } : { signal: wait }, run).catch((thrown: unknown) => {
        if (!running && !wait.aborted) throw thrown;
      });
    }
    await running;
  };
}

/** By a note in the storage, where browsers have no locks: pages that are not served over HTTPS. */
export function turnsByNotes(storage: OutboxStorage, owner: string): TakeTurn {
  const note = async (until: number) => {
    const { turn } = await storage.change((stored) => {
      const left = (stored.turn?.until ?? 0) - Date.now();
      // Longer than anybody may have it: the clock was put back.
      const taken = stored.turn?.owner !== owner && left > 0 && left <= ASLEEP_MS;
      return taken ? stored : { ...stored, turn: until > 0 ? { owner, until } : undefined };
    });
    return turn?.owner === owner;
  };
  // Who cannot write notes cannot be read by others either.
  const mayGo = () => note(Date.now() + ASLEEP_MS).catch(() => true);
  return async (work) => {
    while (!(await mayGo())) await new Promise((done) => setTimeout(done, LOOKS_EVERY_MS));
    const renewal = setInterval(() => void mayGo(), ASLEEP_MS / 4);
    try {
      await work();
    } finally {
      clearInterval(renewal);
      await note(0).catch(() => {});
    }
  };
}
