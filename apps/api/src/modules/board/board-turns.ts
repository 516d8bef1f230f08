import { overloaded } from '../../errors.ts';

/**
 * Transactions that may have to wait for the lock of a board, at a time. Each has a connection in hand while it waits and
 * PostgreSQL's lock_timeout running; beside them and the queue's two a pool of ten has four left, for who reads.
 */
const AT_ONCE = 4;
/** Commands in line for one board at most: three full transactions, three quarters of what may be at work (WRITES_AT_ONCE). */
const LINE = 192;
/** A turn that lasts longer, in milliseconds, waits for somebody who does not let go: no transaction of ours takes so long. */
export const HELD_MS = 500;
/**
 * In line for a board that is held: a quarter of the writes that are let in however slow all is (`LEAST` in load.ts). Three
 * held boards leave room for the others then, and are too few to pass for a server that has too much to do.
 */
const HELD_LINE = 16;
/** A board counts as held for so long after such a turn, in milliseconds: until those who were sent away have come back. */
const STILL_HELD_MS = 2_000;
/** Of those that wait behind the one at work when a board proves to be held, here and in the queue each; the others are sent away. */
export const STAY = HELD_LINE / 2;

interface Waiting {
  boards: string[];
  start(): Promise<void>;
  turnAway(): void;
}

/**
 * Who is in line for which board, and whose turn it is. Commands of one board would only wait for each other's lock, so they
 * take turns here, and a board that somebody else holds keeps one of four turns from the others and not all. Boards are
 * named by shop and date.
 */
export class BoardTurns {
  /** Boards whose turn is under way. */
  readonly #busy = new Set<string>();
  /** Boards that proved to be held, and until when they count as such. */
  readonly #heldUntil = new Map<string, number>();
  readonly #inLine = new Map<string, number>();
  #waiting: Waiting[] = [];
  #running = 0;

  /**
   * Counts the work as in line for the boards until it is done.
   * @throws ApiError `unavailable` at once where too many are in line for one of them
   */
  async inLine<T>(boards: string[], work: () => Promise<T>): Promise<T> {
    for (const board of boards) {
      if (this.#lineOf(board) >= (this.#isHeld(board) ? HELD_LINE : LINE)) throw overloaded();
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
   * @param isFirst goes before all that wait: whoever has tried already
   * @throws what the work does; ApiError `unavailable` where the board proves to be held and many wait for it
   */
  run<T>(boards: string[], work: () => Promise<T>, isFirst = false): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const one: Waiting = {
        boards,
        start: () => work().then(resolve, reject),
        turnAway: () => reject(overloaded()),
      };
      if (isFirst) this.#waiting.unshift(one);
      else this.#waiting.push(one);
      this.#next();
    });
  }

  #lineOf(board: string): number {
    return this.#inLine.get(board) ?? 0;
  }

  #isHeld(board: string): boolean {
    const until = this.#heldUntil.get(board);
    if (until !== undefined && until < performance.now()) this.#heldUntil.delete(board);
    return this.#heldUntil.has(board);
  }

  #next(): void {
    // Who came earlier and waits for one of its boards keeps the others of them for itself, or would wait for ever.
    const kept = new Set(this.#busy);
    for (const one of [...this.#waiting]) {
      if (this.#running >= AT_ONCE) return;
      const isFree = one.boards.every((board) => !kept.has(board));
      for (const board of one.boards) kept.add(board);
      if (isFree) void this.#start(one);
    }
  }

  async #start(one: Waiting): Promise<void> {
    this.#waiting.splice(this.#waiting.indexOf(one), 1);
    this.#running += 1;
    for (const board of one.boards) this.#busy.add(board);
    const began = performance.now();
    const timer = setTimeout(() => this.#shorten(one.boards), HELD_MS);
    await one.start();
    clearTimeout(timer);
    const now = performance.now();
    for (const board of one.boards) {
      this.#busy.delete(board);
      if (now - began < HELD_MS) this.#heldUntil.delete(board);
      else this.#heldUntil.set(board, now + STILL_HELD_MS);
    }
    this.#running -= 1;
    this.#next();
  }

  #shorten(boards: string[]): void {
    for (const board of boards) this.#heldUntil.set(board, Number.POSITIVE_INFINITY);
    const behind = this.#waiting.filter((one) => one.boards.some((board) => boards.includes(board)));
    const away = new Set(behind.slice(STAY));
    this.#waiting = this.#waiting.filter((one) => !away.has(one));
    for (const one of away) one.turnAway();
  }
}
