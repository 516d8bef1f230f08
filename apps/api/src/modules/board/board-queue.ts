import { isLockTimeout } from '../../db/failures.ts';
import { GIVE_UP_MS, type LockTurns, STAY, type Turn } from '../../db/lock-turns.ts';
import { boardName } from '../../db/lock-wait.ts';
import { heldForLong } from '../../errors.ts';
import type { Settled } from './board-batch.ts';
import { type BoardCommand, BoardTaken } from './board-command.ts';
import { Gathering } from './gathering.ts';

/** A command and the board that it waits for; null where its appointment is on none. */
export interface Located {
  command: BoardCommand;
  date: string | null;
}

interface Waiting extends Located {
  /** When it came, by the clock of `performance`. */
  since: number;
  settle(settled: Settled): void;
}

/** Transactions of one shop at a time: two keep the disk busy while the next is decided; more only make smaller batches. */
const RUNNING = 2;
/** Commands in a transaction at most, so that the first of them does not wait long for the last. */
const BATCH = 64;
/** Commands at most in a transaction that may have to wait for the lock: whoever is in it has to wait, too. With 16 two servers on one busy board were slower. */
const TURN_BATCH = 32;

/** A board has so long to be tried by itself, in milliseconds, however long its commands have waited. */
const LAST_TRY_MS = 1_000;

/** @param patience how many milliseconds it waits for a lock; if not at all, commands of boards that are locked are settled with `BoardTaken` */
type Commit = (batch: Located[], patience: number | false) => Promise<Settled[]>;

/**
 * Group commit: commands that wait while a transaction is under way go into the next one together, in the order in which
 * they came. Two transactions under way never share a board, so none waits for a lock of the other; nor does it wait for
 * a board that somebody else has locked, such as a program that somebody wrote. It is left out, and gets transactions of its
 * own, which wait, beside those of the others. Other locks of somebody else, such as that of a card's row, are waited for once, and for half
 * a second; then their board waits for turns of its own, too.
 */
export class BoardQueue {
  readonly #shopId: string;
  readonly #turns: LockTurns;
  readonly #commit: Commit;
  readonly #busy = new Set<string>();
  /** Boards that wait for their turn, or have it. */
  readonly #apart = new Set<string>();
  readonly #gathering = new Gathering(() => this.#start());
  #waiting: Waiting[] = [];
  #running = 0;

  constructor(shopId: string, turns: LockTurns, commit: Commit) {
    this.#shopId = shopId;
    this.#turns = turns;
    this.#commit = commit;
  }

  add(located: Located): Promise<Settled> {
    return new Promise((settle) => {
      const { date } = located;
      this.#waiting.push({ ...located, since: performance.now(), settle });
      // What held it up may be what a shared transaction would wait for, such as the row of a card.
      if (date !== null && this.#turns.isHeld(boardName(this.#shopId, date))) this.#setApart([date]);
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

  /**
   * @param turn whose turn it is, where it may wait for a lock
   * @param onEnd is called before the callers are answered, who may be back at once
   * @throws where a lock could not be had in time; then all go back to the front
   */
  async #work(batch: Waiting[], turn: Turn | false, onEnd?: (answered: number) => void): Promise<void> {
    const dates = new Set(batch.flatMap(({ date }) => date ?? []));
    for (const date of dates) this.#busy.add(date);
    let error: unknown;
    const settled = await this.#settle(batch, turn).catch((cause) => {
      error = cause;
      return batch.map((): Settled => ({ error: new BoardTaken() }));
    });
    for (const date of dates) this.#busy.delete(date);
    const back = batch.filter((_, i) => isTaken(settled[i] as Settled));
    this.#waiting.unshift(...back);
    this.#setApart(back.map(({ date }) => date as string));
    onEnd?.(batch.length - back.length);
    for (const [i, one] of batch.entries()) if (!isTaken(settled[i] as Settled)) one.settle(settled[i] as Settled);
    if (error !== undefined) throw error;
  }

  /**
   * What failed as a whole is tried in parts where one command may be at fault, so that it harms no other.
   * @throws where it is to be tried again
   */
  async #settle(batch: Waiting[], turn: Turn | false): Promise<Settled[]> {
    const patience = turn === false ? false : turn.patience;
    try {
      const settled = await this.#commit(batch, patience);
      if (turn) turn.hasLock = true;
      return settled;
    } catch (error) {
      // Of several boards one was at fault: each is tried by itself, where it keeps nobody else waiting.
      if (patience === false && isLockTimeout(error))
        return batch.map(({ date }) => ({ error: date === null ? error : new BoardTaken() }));
      if (isLockTimeout(error)) throw error;
      if (isOutage(error) || batch.length === 1) return batch.map(() => ({ error }));
    }
    return this.#settleInParts(batch, patience);
  }

  /** By halves, so that one command in a full transaction costs twelve more and not as many as there are. */
  async #settleInParts(batch: Waiting[], patience: number | false): Promise<Settled[]> {
    const settled: Settled[] = [];
    const parts = halvesOf(batch);
    for (let part = parts.shift(); part; part = parts.shift()) {
      try {
        settled.push(...(await this.#commit(part, patience)));
      } catch (error) {
        // The others would wait as long again: they go back, or are told as well.
        const rest = [...part, ...parts.flat()];
        if (isLockTimeout(error))
          return [...settled, ...rest.map(({ date }) => ({ error: date === null ? error : new BoardTaken() }))];
        if (isOutage(error)) return [...settled, ...rest.map(() => ({ error }))];
        if (part.length === 1) settled.push({ error });
        else parts.unshift(...halvesOf(part));
      }
    }
    return settled;
  }

  /** The boards wait for their turns. */
  #setApart(dates: string[]): void {
    for (const date of new Set(dates)) {
      if (this.#apart.has(date)) continue;
      this.#apart.add(date);
      void this.#runApart(date);
    }
  }

  /** Turn by turn, until what waited for the board is done or has waited long enough. */
  async #runApart(date: string): Promise<void> {
    const first = this.#waiting.find((one) => one.date === date);
    const since = first?.since ?? performance.now();
    // Who waited long in a shared transaction, for what another of its commands needed, is still tried by itself.
    const until = Math.max(since + GIVE_UP_MS, performance.now() + LAST_TRY_MS);
    const board = boardName(this.#shopId, date);
    const work = async (turn: Turn) => {
      const batch = this.#take((one) => one.date === date, TURN_BATCH);
      if (batch.length > 0) await this.#work(batch, turn);
    };
    const onHeld = () => this.#turnAway(date, STAY, { error: heldForLong() });
    let error: unknown;
    do {
      error = await this.#turns.run([board], work, { waits: true, onHeld, since, until }).then(
        () => null,
        (cause) => cause,
      );
    } while (error && performance.now() < until);
    // Whoever waits behind would wait as long again.
    if (error) this.#turnAway(date, 0, { error });
    this.#apart.delete(date);
    this.#start();
  }

  /** Answers those who wait for a board, but for the first few, without having tried. */
  #turnAway(date: string, stay: number, settled: Settled): void {
    const away = new Set(this.#waiting.filter((one) => one.date === date).slice(stay));
    this.#waiting = this.#waiting.filter((one) => !away.has(one));
    for (const one of away) one.settle(settled);
  }
}

const isTaken = (settled: Settled): boolean => 'error' in settled && settled.error instanceof BoardTaken;
const isOutage = (error: unknown): boolean => (error as { code?: string } | null)?.code === 'unavailable';
const halvesOf = <T>(list: T[]): T[][] => [list.slice(0, list.length >> 1), list.slice(list.length >> 1)];
