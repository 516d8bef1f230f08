import { isLockTimeout } from '../../db/failures.ts';
import { takenBoard } from '../../db/lock-wait.ts';
import { overloaded } from '../../errors.ts';

/** How many turns there are at a time; each has a connection in hand. */
export interface Turns {
  atOnce: number;
  /** Of them such that wait for a lock that somebody else has: at least one is left for those that do not, however many are held. */
  waiting: number;
  /** Of those such that wait for what proved to be held: the others are for what is locked for a moment. */
  held: number;
  /** Of all such that do not: they may wait for other locks, such as that of a technician, and leave a turn for those that do. */
  plain: number;
}

/** Beside them, the queue's two and three for changes of records a pool of ten has one left for who reads. */
const OF_BOARDS: Turns = { atOnce: 4, waiting: 3, held: 2, plain: 3 };
/** Commands in line for one board at most: three full transactions, three quarters of what may be at work (WRITES_AT_ONCE). */
const LINE = 192;
/** How long a turn waits for a board's lock, in milliseconds. Whoever keeps it longer does not let go: few transactions of ours take so long. */
export const HELD_MS = 500;
/** How long a turn waits for a board that is known to be held, in milliseconds; then it is the next one's. */
const HELD_TURN_MS = 250;
/** Whoever could not be served for so long, in milliseconds, is told so: as long as PostgreSQL waits for a lock. */
export const GIVE_UP_MS = 2_500;
/**
 * In line for a board that is held: a quarter of the writes that are let in however slow all is (`LEAST` in load.ts). Three
 * held boards leave room for the others then, and are too few to pass for a server that has too much to do.
 */
const HELD_LINE = 16;
/** A board counts as held for so long after such a turn, in milliseconds: until those who were sent away have come back. */
const STILL_HELD_MS = 2_000;
/** Of those that wait behind the one at work when a board proves to be held, here and in the queue each; the others are sent away. */
export const STAY = HELD_LINE / 2;

export interface TurnOptions {
  /** It will wait for a lock, for as long as it is told. */
  waits?: boolean;
  /** When it came, by the clock of `performance`: among those that wait for the same board it keeps its place, however often it has tried. */
  since?: number;
  /** When it gives up, by the clock of `performance`. */
  until?: number;
}

interface Waiting {
  boards: string[];
  waits: boolean;
  since: number;
  /** @returns why it failed, if it did */
  start(patience: number): Promise<unknown>;
  turnAway(): void;
}

/**
 * Who is in line for which board, and whose turn it is. Commands of one board would only wait for each other's lock, so they
 * take turns here. Who has to wait for a lock does so for a moment at a time and then goes to the end of the line, so that
 * boards that somebody else holds, however many, share few turns and leave the rest to the others. Boards are named by shop
 * and date.
 */
export class BoardTurns {
  readonly #atWork = new Set<Waiting>();
  /** Boards that proved to be held, and until when they count as such. */
  readonly #heldUntil = new Map<string, number>();
  readonly #inLine = new Map<string, number>();
  readonly #turns: Turns;
  #waiting: Waiting[] = [];

  constructor(turns: Turns = OF_BOARDS) {
    this.#turns = turns;
  }

  /**
   * Counts the work as in line for the boards until it is done.
   * @throws ApiError `unavailable` at once where too many are in line for one of them
   */
  async inLine<T>(boards: string[], work: () => Promise<T>): Promise<T> {
    for (const board of boards) {
      if (this.#lineOf(board) >= (this.isHeld(board) ? HELD_LINE : LINE)) throw overloaded();
    }
    for (const board of boards) this.#inLine.set(board, this.#lineOf(board) + 1);
    try {
      return await work();
    } finally {
      for (const board of boards) {
        const left = this.#lineOf(board) - 1;
        if (left > 0) this.#inLine.set(board, left);
        else this.#inLine.delete(board);
      }
    }
  }

  /**
   * Runs the work when it is its turn on all its boards: in the order in which they came, those of one board one at a time.
   * @param work is told how many milliseconds it may wait for a lock
   * @throws what the work does; ApiError `unavailable` where it was not its turn in time, or where the board proves to be held
   *   and many wait for it
   */
  run<T>(boards: string[], work: (patience: number) => Promise<T>, options: TurnOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const done = (value: T) => void resolve(value);
      const one: Waiting = {
        boards,
        waits: options.waits === true,
        since: options.since ?? performance.now(),
        start: (patience) => {
          clearTimeout(timer);
          return work(patience).then(done, (error) => {
            reject(error);
            return error;
          });
        },
        turnAway: () => {
          clearTimeout(timer);
          reject(overloaded());
        },
      };
      const left = options.until === undefined ? GIVE_UP_MS : options.until - performance.now();
      const timer = setTimeout(() => this.#sendAway([one]), Math.max(0, left));
      this.#waiting.push(one);
      this.#putInOrder(boards);
      this.#next();
    });
  }

  /** Who came first is first among those of these boards; between boards it is the line that counts, so that none keeps its turn. */
  #putInOrder(boards: string[]): void {
    const places = [...this.#waiting.keys()].filter((i) => sharesBoard(this.#waiting[i] as Waiting, boards));
    const ordered = places.map((i) => this.#waiting[i] as Waiting).sort((a, b) => a.since - b.since);
    for (const [k, i] of places.entries()) this.#waiting[i] = ordered[k] as Waiting;
  }

  /** Whether it proved to be held a moment ago. */
  isHeld(board: string): boolean {
    const until = this.#heldUntil.get(board);
    if (until !== undefined && until < performance.now()) this.#heldUntil.delete(board);
    return this.#heldUntil.has(board);
  }

  #lineOf(board: string): number {
    return this.#inLine.get(board) ?? 0;
  }

  #next(): void {
    const kept = new Set([...this.#atWork].flatMap(({ boards }) => boards));
    for (const one of [...this.#waiting]) {
      if (this.#atWork.size >= this.#turns.atOnce) return;
      const starts = one.boards.every((board) => !kept.has(board)) && this.#hasTurn(one);
      // Who came earlier and waits for one of its boards keeps the others of them for itself, or would wait for long; but not
      // while it waits for a held one.
      const keeps = starts || !one.boards.some((board) => this.isHeld(board));
      for (const board of one.boards) if (keeps || this.isHeld(board)) kept.add(board);
      if (starts) void this.#start(one);
    }
  }

  #hasTurn({ waits, boards }: Waiting): boolean {
    const waiting = [...this.#atWork].filter((other) => other.waits);
    if (!waits) return this.#atWork.size - waiting.length < this.#turns.plain;
    if (waiting.length >= this.#turns.waiting) return false;
    const isHeld = (all: string[]) => all.some((board) => this.isHeld(board));
    return !isHeld(boards) || waiting.filter((other) => isHeld(other.boards)).length < this.#turns.held;
  }

  async #start(one: Waiting): Promise<void> {
    this.#waiting.splice(this.#waiting.indexOf(one), 1);
    this.#atWork.add(one);
    const error = await one.start(one.boards.some((board) => this.isHeld(board)) ? HELD_TURN_MS : HELD_MS);
    this.#atWork.delete(one);
    if (!isLockTimeout(error)) for (const board of one.boards) this.#heldUntil.delete(board);
    else if (one.waits && takenBoard(error) === undefined) this.#markHeld(one.boards);
    this.#next();
  }

  /** Nothing but a lock waited for in vain says so: a slow disk, or another lock, takes long, too. */
  #markHeld(boards: string[]): void {
    for (const board of boards) this.#heldUntil.set(board, performance.now() + STILL_HELD_MS);
    this.#sendAway(this.#waiting.filter((one) => sharesBoard(one, boards)).slice(STAY));
  }

  #sendAway(away: Waiting[]): void {
    this.#waiting = this.#waiting.filter((one) => !away.includes(one));
    for (const one of away) one.turnAway();
    this.#next();
  }
}

const sharesBoard = (one: Waiting, boards: string[]): boolean => one.boards.some((board) => boards.includes(board));
