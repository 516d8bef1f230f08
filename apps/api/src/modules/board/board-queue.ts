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

type Commit = (commands: BoardCommand[], dates: string[]) => Promise<Settled[]>;

/**
 * Group commit: commands that wait while a transaction is under way go into the next one together, in the order in which
 * they came. Two transactions under way never share a board, so none waits for a lock of the other.
 */
export class BoardQueue {
  readonly #commit: Commit;
  readonly #busy = new Set<string>();
  readonly #gathering = new Gathering(() => this.#start());
  #waiting: Waiting[] = [];
  #running = 0;

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
    while (this.#running < RUNNING && !this.#gathering.holds(this.#waiting.length)) {
      const batch = this.#take();
      if (batch.length === 0) return;
      void this.#run(batch);
    }
  }

  #take(): Waiting[] {
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const one of this.#waiting) {
      const free = one.date === null || !this.#busy.has(one.date);
      (free && batch.length < BATCH ? batch : rest).push(one);
    }
    this.#waiting = rest;
    return batch;
  }

  async #run(batch: Waiting[]): Promise<void> {
    const dates = [...new Set(batch.flatMap(({ date }) => date ?? []))];
    for (const date of dates) this.#busy.add(date);
    this.#running += 1;
    this.#gathering.began(batch.length);
    const began = performance.now();
    const settled = await this.#settle(batch, dates);
    this.#running -= 1;
    for (const date of dates) this.#busy.delete(date);
    this.#gathering.ended(batch.length, this.#waiting.length, performance.now() - began);
    for (const [i, one] of batch.entries()) one.settle(settled[i] as Settled);
    this.#start();
  }

  /** What failed as a whole is tried one by one where one command may be at fault, so that it harms no other. */
  async #settle(batch: Waiting[], dates: string[]): Promise<Settled[]> {
    const commands = batch.map(({ command }) => command);
    try {
      return await this.#commit(commands, dates);
    } catch (error) {
      const isOutage = (error as { code?: string }).code === 'unavailable';
      if (isOutage || batch.length === 1) return commands.map(() => ({ error }));
    }
    const settled: Settled[] = [];
    for (const { command, date } of batch) {
      const alone = this.#commit([command], date === null ? [] : [date]);
      settled.push(...(await alone.catch((error): Settled[] => [{ error }])));
    }
    return settled;
  }
}
