import { heldForLong, overloaded } from '../errors.ts';
import { isLockTimeout } from './failures.ts';
import { takenBoard } from './lock-wait.ts';

/** How many turns there are at a time; each has a connection in hand. */
export interface TurnCounts {
  atOnce: number;
  /** Of them such that wait for a lock that somebody else has: at least one is left for those that do not, however many are held. */
  waiting: number;
  /** Of those such that wait for what was waited for in vain before: the others are for what is locked for a moment. */
  suspect: number;
  /** Of all such that do not: they may wait for other locks, such as that of a technician, and leave a turn for those that do. */
  plain: number;
}

/** Commands in line for one lock at most: three full transactions, three quarters of what may be at work (WRITES_AT_ONCE). */
const LINE = 192;
/** How long a turn waits for a lock, in milliseconds: few transactions of ours keep one for longer. */
const WAIT_MS = 500;
/** How long a turn waits for a lock that is known to be held, in milliseconds; then it is the next one's. */
const HELD_TURN_MS = 250;
/** Whoever could not be served for so long, in milliseconds, is told so: as long as PostgreSQL waits for a lock. */
export const GIVE_UP_MS = 2_500;
/**
 * Who may come for a lock that is held: a quarter of the writes that are let in however slow all is (`LEAST` in load.ts), so that
 * three held boards leave room for the others. Of those who came before it proved to be held a full turn may be in line, too.
 */
const HELD_LINE = 16;
/** A lock counts as held for so long after the last who waited for it, in milliseconds: until those who were sent away have come back. */
const STILL_HELD_MS = 2_000;
/** Of those that wait behind the one at work when a lock proves to be held, here and in the queue each; the others are sent away. */
export const STAY = HELD_LINE / 2;

/** As it is given to the work. */
export interface Turn {
  /** How many milliseconds it may wait for a lock. */
  patience: number;
  /** To be set once it has the lock, or had it: then nobody else holds it, whatever else was waited for in vain. */
  hasLock: boolean;
}

export interface TurnOptions {
  /** It will wait for a lock, for as long as it is told. */
  waits?: boolean;
  /** Is called whenever one of its locks proves to be held. */
  onHeld?: () => void;
  /** When it came, by the clock of `performance`: among those that wait for the same lock it keeps its place, however often it has tried. */
  since?: number;
  /** When it gives up, by the clock of `performance`. */
  until?: number;
}

/** What is known of a lock that was waited for in vain. */
interface Suspect {
  /** What was the sign of life then; undefined where there is no answer, or not yet. */
  sign?: unknown;
  /** Whether it was waited for in vain twice, without a sign of life between; then it counts as held. */
  isHeld: boolean;
  /** When that is forgotten, unless somebody is in line. */
  until: number;
}

interface Waiting {
  locks: string[];
  waits: boolean;
  since: number;
  onHeld: (() => void) | undefined;
  /** @returns why it failed, if it did */
  start(turn: Turn): Promise<unknown>;
  turnAway(): void;
}

/**
 * Who is in line for which lock, that of a board or of a record, and whose turn it is. Who wants the same lock would only wait
 * for each other, so they take turns here. Who has to wait for a lock does so for a moment at a time and then goes to the end
 * of the line, so that locks that somebody else holds, however many, share few turns and leave the rest to the others. Boards
 * are named by `boardName`, records by their ids.
 */
export class LockTurns {
  readonly #atWork = new Set<Waiting>();
  readonly #suspects = new Map<string, Suspect>();
  readonly #inLine = new Map<string, number>();
  readonly #counts: TurnCounts;
  readonly #signOf: (lock: string) => Promise<unknown>;
  #waiting: Waiting[] = [];

  /**
   * @param signOf what changes as long as those who have the lock in turn do their work, such as a board's revision: whoever
   *   waits behind them in vain then waits for a slow disk. Where nothing does, two waits in vain are enough
   */
  constructor(counts: TurnCounts, signOf: (lock: string) => Promise<unknown> = async () => 'none') {
    this.#counts = counts;
    this.#signOf = signOf;
  }

  /**
   * Counts the work as in line for the locks until it is done.
   * @throws ApiError `unavailable` at once where too many are in line for one of them
   */
  async inLine<T>(locks: string[], work: () => Promise<T>): Promise<T> {
    for (const lock of locks) {
      const isHeld = this.isHeld(lock);
      if (this.#lineOf(lock) >= (isHeld ? HELD_LINE : LINE)) throw isHeld ? heldForLong() : overloaded();
    }
    for (const lock of locks) this.#inLine.set(lock, this.#lineOf(lock) + 1);
    try {
      return await work();
    } finally {
      for (const lock of locks) {
        const left = this.#lineOf(lock) - 1;
        if (left > 0) this.#inLine.set(lock, left);
        else this.#inLine.delete(lock);
        const suspect = this.#suspects.get(lock);
        if (suspect) suspect.until = performance.now() + STILL_HELD_MS;
      }
    }
  }

  /**
   * Runs the work when it is its turn on all its locks: in the order in which they came, those of one lock one at a time.
   * @throws what the work does; ApiError `unavailable` where it was not its turn in time, or where a lock proves to be held
   *   and many wait for it
   */
  run<T>(locks: string[], work: (turn: Turn) => Promise<T>, options: TurnOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const done = (value: T) => void resolve(value);
      const one: Waiting = {
        locks,
        waits: options.waits === true,
        since: options.since ?? performance.now(),
        onHeld: options.onHeld,
        start: (turn) => {
          clearTimeout(timer);
          return work(turn).then(done, (error) => {
            reject(error);
            return error;
          });
        },
        turnAway: () => {
          clearTimeout(timer);
          reject(locks.some((lock) => this.isHeld(lock)) ? heldForLong() : overloaded());
        },
      };
      const left = options.until === undefined ? GIVE_UP_MS : options.until - performance.now();
      const timer = setTimeout(() => this.#sendAway([one]), Math.max(0, left));
      this.#putInLine(one);
      this.#next();
    });
  }

  /**
   * Who came first is first among those of the same lock. Who goes before one of them takes its place, and that one goes behind all
   * others, so that no lock keeps its turn, however many wait for it.
   */
  #putInLine(one: Waiting): void {
    const shares = (other: Waiting) => sharesLock(other, one.locks);
    const later = this.#waiting.findIndex((other) => other.since > one.since && shares(other));
    const earlier = this.#waiting.findLastIndex((other) => other.since <= one.since && shares(other));
    if (later === -1) this.#waiting.push(one);
    else if (earlier > later) this.#waiting.splice(earlier + 1, 0, one);
    else for (const other of this.#waiting.splice(later, 1, one)) this.#putInLine(other);
  }

  /** Whether it proved to be held, and somebody has been in line for it until a moment ago. */
  isHeld(lock: string): boolean {
    return this.#known(lock)?.isHeld === true;
  }

  #known(lock: string): Suspect | undefined {
    const suspect = this.#suspects.get(lock);
    if (suspect && suspect.until < performance.now() && this.#lineOf(lock) === 0) this.#suspects.delete(lock);
    return this.#suspects.get(lock);
  }

  #lineOf(lock: string): number {
    return this.#inLine.get(lock) ?? 0;
  }

  #next(): void {
    const kept = new Set([...this.#atWork].flatMap(({ locks }) => locks));
    for (const one of [...this.#waiting]) {
      if (this.#atWork.size >= this.#counts.atOnce) return;
      const starts = one.locks.every((lock) => !kept.has(lock)) && this.#hasTurn(one);
      // Who came earlier and waits for one of its locks keeps the others of them for itself, or would wait for long; but not
      // while it waits for one that was waited for in vain.
      const keeps = starts || !this.#hasSuspect(one);
      for (const lock of one.locks) if (keeps || this.#known(lock)) kept.add(lock);
      if (starts) void this.#start(one);
    }
  }

  #hasSuspect({ locks }: Waiting): boolean {
    return locks.some((lock) => this.#known(lock) !== undefined);
  }

  #hasTurn(one: Waiting): boolean {
    const waiting = [...this.#atWork].filter((other) => other.waits);
    if (!one.waits) return this.#atWork.size - waiting.length < this.#counts.plain;
    if (waiting.length >= this.#counts.waiting) return false;
    return !this.#hasSuspect(one) || waiting.filter((it) => this.#hasSuspect(it)).length < this.#counts.suspect;
  }

  async #start(one: Waiting): Promise<void> {
    this.#waiting.splice(this.#waiting.indexOf(one), 1);
    this.#atWork.add(one);
    const turn = { patience: one.locks.some((lock) => this.isHeld(lock)) ? HELD_TURN_MS : WAIT_MS, hasLock: false };
    const error = await one.start(turn);
    this.#atWork.delete(one);
    if (turn.hasLock || (error === undefined && !one.waits)) for (const lock of one.locks) this.#suspects.delete(lock);
    else if (one.waits && isLockTimeout(error) && takenBoard(error) === undefined) void this.#suspect(one);
    this.#next();
  }

  /**
   * Nothing but a lock waited for in vain says that it is held, and only if it was so before and there was no sign of life since:
   * on a slow disk everything takes long, too.
   */
  async #suspect({ locks, onHeld }: Waiting): Promise<void> {
    for (const lock of this.#suspects.keys()) this.#known(lock);
    for (const lock of locks) {
      const before = this.#known(lock);
      // At once: who tries again is in line before there is an answer.
      const suspect: Suspect = { isHeld: before?.isHeld ?? false, until: performance.now() + STILL_HELD_MS };
      this.#suspects.set(lock, suspect);
      // Without an answer, the database is what is missing. Whoever has the lock meanwhile clears it of the suspicion.
      const sign = await this.#signOf(lock).catch(() => undefined);
      suspect.sign = sign;
      suspect.isHeld = sign !== undefined && sign === before?.sign;
    }
    if (!locks.some((lock) => this.isHeld(lock))) return;
    const waiting = this.#waiting.filter((one) => sharesLock(one, locks));
    const atWork = [...this.#atWork].filter((one) => sharesLock(one, locks));
    for (const tell of [onHeld, ...[...atWork, ...waiting].map((one) => one.onHeld)]) tell?.();
    this.#sendAway(waiting.slice(STAY));
  }

  #sendAway(away: Waiting[]): void {
    this.#waiting = this.#waiting.filter((one) => !away.includes(one));
    for (const one of away) one.turnAway();
    this.#next();
  }
}

const sharesLock = (one: Waiting, locks: string[]): boolean => one.locks.some((lock) => locks.includes(lock));
