import pLimit from 'p-limit';
import { isLockTimeout } from '../../db/failures.ts';
import { overloaded } from '../../errors.ts';
import type { Settled } from './board-batch.ts';
import type { BoardCommand } from './board-command.ts';
import { Gathering } from './gathering.ts';

interface Waiting {
  command: BoardCommand;
  /** The board it waits for; null where its appointment is on none. */
  date: string | null;
  settle(settled: Settled): void;
}

/** Transactions of one shop at a time: two keep the disk busy while the next is decided; more only make smaller batches. */
const RUNNING = 2;
/** Commands in a transaction at most, so that the first of them does not wait long for the last. */
const BATCH = 64;

/**
 * Commands that wait for one board at most, two full transactions: with one at work that is three quarters of what may be at
 * work (WRITES_AT_ONCE), so a board whose lock somebody holds leaves room for the others.
 */
const WAITING_PER_BOARD = 2 * BATCH;

/** Transactions at a time, each of one board, after one of several boards could not get the lock of one of them. */
const APART = 4;

type Commit = (commands: BoardCommand[], dates: string[]) => Promise<Settled[]>;

/**
 * Group commit: commands that wait while a transaction is under way go into the next one together, in the order in which
 * they came. Two transactions under way never share a board, so none waits for a lock of the other. A board whose lock somebody
 * else holds, such as a program that somebody wrote, gets transactions of its own, beside those of the others.
 */
export class BoardQueue {
  readonly #commit: Commit;
  readonly #busy = new Set<string>();
  readonly #gathering = new Gathering(() => this.#start());
  /** Boards whose lock could not be had the last time. */
  readonly #held = new Set<string>();
  #waiting: Waiting[] = [];
  #running = 0;
  #tryingHeld = false;

  constructor(commit: Commit) {
    this.#commit = commit;
  }

  /** Settles with `unavailable` at once where too many wait for that board already. */
  add({ command, date }: { command: BoardCommand; date: string | null }): Promise<Settled> {
    const before = date === null ? 0 : this.#waiting.filter((one) => one.date === date).length;
    if (before >= WAITING_PER_BOARD) return Promise.resolve({ error: overloaded() });
    return new Promise((settle) => {
      this.#waiting.push({ command, date, settle });
      this.#start();
    });
  }

  #start(): void {
    this.#tryHeld();
    while (this.#running < RUNNING && !this.#gathering.holds(this.#ready())) {
      const batch = this.#take((date) => !this.#held.has(date));
      if (batch.length === 0) return;
      void this.#run(batch);
    }
  }

  /** How many wait for a board that is not held. */
  #ready(): number {
    if (this.#held.size === 0) return this.#waiting.length;
    return this.#waiting.filter(({ date }) => date === null || !this.#held.has(date)).length;
  }

  /** One held board at a time, so that the others lose one connection at most. */
  #tryHeld(): void {
    if (this.#tryingHeld || this.#held.size === 0) return;
    const first = this.#waiting.find(({ date }) => date !== null && this.#held.has(date) && !this.#busy.has(date));
    if (!first) return;
    this.#tryingHeld = true;
    const batch = this.#take((date) => date === first.date, false);
    void this.#work(batch, [first.date as string]).then(() => {
      this.#tryingHeld = false;
      this.#start();
    });
  }

  /** @param takesNone whether those who wait for no board are meant as well */
  #take(isMeant: (date: string) => boolean, takesNone = true): Waiting[] {
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const one of this.#waiting) {
      const free = one.date === null ? takesNone : isMeant(one.date) && !this.#busy.has(one.date);
      (free && batch.length < BATCH ? batch : rest).push(one);
    }
    this.#waiting = rest;
    return batch;
  }

  async #run(batch: Waiting[]): Promise<void> {
    this.#running += 1;
    this.#gathering.began(batch.length);
    const began = performance.now();
    await this.#work(batch, [...new Set(batch.flatMap(({ date }) => date ?? []))], () => {
      this.#running -= 1;
      this.#gathering.ended(batch.length, this.#ready(), performance.now() - began);
    });
    this.#start();
  }

  /** @param onEnd is called before the callers are answered, who may be back at once */
  async #work(batch: Waiting[], dates: string[], onEnd?: () => void): Promise<void> {
    for (const date of dates) this.#busy.add(date);
    const mine = new Set(dates);
    const release = (date: string) => {
      if (mine.delete(date)) this.#busy.delete(date);
    };
    const settled = await this.#settle(batch, dates, release);
    for (const date of dates) release(date);
    onEnd?.();
    for (const [i, one] of batch.entries()) one.settle(settled[i] as Settled);
  }

  /** What failed as a whole is tried one by one where one command may be at fault, so that it harms no other. */
  async #settle(batch: Waiting[], dates: string[], release: (date: string) => void): Promise<Settled[]> {
    const commands = batch.map(({ command }) => command);
    try {
      const settled = await this.#commit(commands, dates);
      for (const date of dates) this.#held.delete(date);
      return settled;
    } catch (error) {
      if (isLockTimeout(error)) {
        if (dates.length > 1) return this.#settleApart(batch, dates, release);
        for (const date of dates) this.#held.add(date);
      }
      const isOutage = (error as { code?: string }).code === 'unavailable';
      if (isOutage || batch.length === 1) return commands.map(() => ({ error }));
    }
    for (const date of dates) this.#held.delete(date);
    return this.#settleOneByOne(batch);
  }

  /** Each board in a transaction of its own, for one of them keeps all from being written to. Whose turn is over is answered at once. */
  async #settleApart(batch: Waiting[], dates: string[], release: (date: string) => void): Promise<Settled[]> {
    const settled = new Map<Waiting, Settled>();
    const limit = pLimit(APART);
    const settle = async (group: Waiting[], date: string | null) => {
      const answers = await this.#settle(group, date === null ? [] : [date], release);
      if (date !== null) release(date);
      for (const [i, one] of group.entries()) {
        settled.set(one, answers[i] as Settled);
        one.settle(answers[i] as Settled);
      }
      this.#start();
    };
    const groups = [...dates, null].map((date) => [batch.filter((one) => one.date === date), date] as const);
    await Promise.all(groups.map(([group, date]) => limit(async () => group.length > 0 && settle(group, date))));
    return batch.map((one) => settled.get(one) as Settled);
  }

  async #settleOneByOne(batch: Waiting[]): Promise<Settled[]> {
    const settled: Settled[] = [];
    for (const { command, date } of batch) {
      const alone = this.#commit([command], date === null ? [] : [date]);
      settled.push(...(await alone.catch((error): Settled[] => [{ error }])));
    }
    return settled;
  }
}
