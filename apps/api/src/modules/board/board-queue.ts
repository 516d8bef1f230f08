import { isLockTimeout } from '../../db/failures.ts';
import { overloaded } from '../../errors.ts';
import type { Settled } from './board-batch.ts';
import { type BoardCommand, BoardTaken } from './board-command.ts';
import { HELD_MS, STAY } from './board-turns.ts';
import { Gathering } from './gathering.ts';

/** A command and the board that it waits for; null where its appointment is on none. */
export interface Located {
  command: BoardCommand;
  date: string | null;
}

interface Waiting extends Located {
  settle(settled: Settled): void;
}

/** Transactions of one shop at a time: two keep the disk busy while the next is decided; more only make smaller batches. */
const RUNNING = 2;
/** Commands in a transaction at most, so that the first of them does not wait long for the last. */
const BATCH = 64;
/** Commands at most in a transaction that may have to wait for the lock: whoever is in it has to wait, too. With 16 two servers on one busy board were slower. */
const TURN_BATCH = 32;

/** @param waits whether it waits for locks; otherwise commands of boards that are locked are settled with `BoardTaken` */
type Commit = (batch: Located[], waits: boolean) => Promise<Settled[]>;

/** Runs the work when it is the board's turn, see `BoardTurns`. */
type InTurn = (date: string, work: () => Promise<void>) => Promise<void>;

/**
 * Group commit: commands that wait while a transaction is under way go into the next one together, in the order in which
 * they came. Two transactions under way never share a board, so none waits for a lock of the other; nor does it wait for
 * anybody else's. A board that somebody else has locked, such as a program that somebody wrote, is left out, and gets a
 * transaction of its own, which waits, beside those of the others.
 */
export class BoardQueue {
  readonly #commit: Commit;
  readonly #inTurn: InTurn;
  readonly #busy = new Set<string>();
  /** Boards that wait for their turn, or have it. */
  readonly #apart = new Set<string>();
  readonly #gathering = new Gathering(() => this.#start());
  #waiting: Waiting[] = [];
  #running = 0;

  constructor(commit: Commit, inTurn: InTurn) {
    this.#commit = commit;
    this.#inTurn = inTurn;
  }

  add(located: Located): Promise<Settled> {
    return new Promise((settle) => {
      this.#waiting.push({ ...located, settle });
      this.#start();
    });
  }

  #start(): void {
    while (this.#running < RUNNING && !this.#gathering.holds(this.#ready())) {
      const batch = this.#take(({ date }) => date === null || !this.#apart.has(date), BATCH);
      if (batch.length === 0) return;
      void this.#run(batch);
    }
  }

  /** How many wait for a board that is not apart. */
  #ready(): number {
    if (this.#apart.size === 0) return this.#waiting.length;
    return this.#waiting.filter(({ date }) => date === null || !this.#apart.has(date)).length;
  }

  #take(isMeant: (one: Waiting) => boolean, most: number): Waiting[] {
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const one of this.#waiting) {
      const isFree = (one.date === null || !this.#busy.has(one.date)) && isMeant(one);
      (isFree && batch.length < most ? batch : rest).push(one);
    }
    this.#waiting = rest;
    return batch;
  }

  async #run(batch: Waiting[]): Promise<void> {
    this.#running += 1;
    this.#gathering.began(batch.length);
    const began = performance.now();
    await this.#work(batch, false, (answered) => {
      this.#running -= 1;
      this.#gathering.ended(answered, this.#ready(), performance.now() - began);
    });
    this.#start();
  }

  /** @param onEnd is called before the callers are answered, who may be back at once */
  async #work(batch: Waiting[], waits: boolean, onEnd?: (answered: number) => void): Promise<void> {
    const dates = new Set(batch.flatMap(({ date }) => date ?? []));
    for (const date of dates) this.#busy.add(date);
    const settled = await this.#settle(batch, waits);
    for (const date of dates) this.#busy.delete(date);
    const back = batch.filter((_, i) => isTaken(settled[i] as Settled));
    if (back.length > 0) this.#setApart(back);
    onEnd?.(batch.length - back.length);
    for (const [i, one] of batch.entries()) if (!isTaken(settled[i] as Settled)) one.settle(settled[i] as Settled);
  }

  /** What failed as a whole is tried one by one where one command may be at fault, so that it harms no other. */
  async #settle(batch: Waiting[], waits: boolean): Promise<Settled[]> {
    try {
      return await this.#commit(batch, waits);
    } catch (error) {
      // Of several boards one was at fault: each is tried by itself, where it keeps nobody else waiting.
      if (!waits && isLockTimeout(error))
        return batch.map(({ date }) => ({ error: date === null ? error : new BoardTaken() }));
      // Whoever waits behind would wait as long again.
      if (isLockTimeout(error)) this.#turnAway(batch[0]?.date, 0, { error });
      const isOutage = (error as { code?: string }).code === 'unavailable';
      if (isOutage || batch.length === 1) return batch.map(() => ({ error }));
    }
    return this.#settleOneByOne(batch, waits);
  }

  async #settleOneByOne(batch: Waiting[], waits: boolean): Promise<Settled[]> {
    const settled: Settled[] = [];
    for (const one of batch) {
      settled.push(...(await this.#commit([one], waits).catch((error): Settled[] => [{ error }])));
    }
    return settled;
  }

  /** They go back to the front, where they came from, and their boards wait for their turns. */
  #setApart(back: Waiting[]): void {
    this.#waiting.unshift(...back);
    for (const date of new Set(back.map((one) => one.date as string))) {
      if (this.#apart.has(date)) continue;
      this.#apart.add(date);
      void this.#runApart(date);
    }
  }

  async #runApart(date: string): Promise<void> {
    const timer = setTimeout(() => this.#turnAway(date, STAY, { error: overloaded() }), HELD_MS);
    await this.#inTurn(date, () =>
      this.#work(
        this.#take((one) => one.date === date, TURN_BATCH),
        true,
      ),
    );
    clearTimeout(timer);
    this.#apart.delete(date);
    this.#start();
  }

  /** Answers those who wait for a board, but for the first few, without having tried. */
  #turnAway(date: string | null | undefined, stay: number, settled: Settled): void {
    const away = new Set(this.#waiting.filter((one) => one.date === date).slice(stay));
    this.#waiting = this.#waiting.filter((one) => !away.has(one));
    for (const one of away) one.settle(settled);
  }
}

const isTaken = (settled: Settled): boolean => 'error' in settled && settled.error instanceof BoardTaken;
