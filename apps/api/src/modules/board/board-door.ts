import { LRUCache } from 'lru-cache';
import type { Database, Tx } from '../../db/database.ts';
import { violatedConstraint } from '../../db/failures.ts';
import { type Awaited, insist, waitForBoard } from '../../db/insist.ts';
import { LockTurns } from '../../db/lock-turns.ts';
import { boardName, limitWaiting, partsOf } from '../../db/lock-wait.ts';
import { isUuid } from '../../db/uuid.ts';
import { unavailable } from '../../errors.ts';
import type { RequestContext, Shop, WriteAnswer } from '../../request-context.ts';
import { type BatchResult, type Locking, runBatch, type Settled } from './board-batch.ts';
import type { BoardCache } from './board-cache.ts';
import { type BoardCommand, ChangedMeanwhile } from './board-command.ts';
import { BoardQueue, type Located } from './board-queue.ts';
import { locateAppointments } from './sql.ts';

/** How often a command is decided anew because the world changed under it. Each time something else got done. */
const ATTEMPTS = 5;
/** How long a shared transaction waits for what is no board's lock, in milliseconds, such as the row of a card: all who share it wait. */
const SHARED_MS = 500;
/** What is waited for any lock at least, in milliseconds, however little time is left: PostgreSQL takes 0 for ever. */
const LEAST_WAIT_MS = 100;
const LOCATIONS_KEPT = 200_000;

/** Beside them, the queue's two and three for changes of records a pool of ten has one left for who reads. */
const OF_BOARDS = { atOnce: 4, waiting: 3, suspect: 2, plain: 3 };

/**
 * The one door through which boards are changed: lock the boards in order of date, claim the keys, decide on what is
 * there now, write card, history, change and revision, and only answer once PostgreSQL said COMMIT. Commands that wait
 * at the same time share a transaction, each with its own answer.
 */
export class BoardDoor {
  readonly #database: Database;
  readonly #cache: BoardCache;
  readonly #queues = new Map<string, BoardQueue>();
  /** Where appointments were last seen: only a hint, checked behind the lock. */
  readonly #locations = new LRUCache<string, string>({ max: LOCATIONS_KEPT });

  readonly #turns: LockTurns;

  readonly #onCommitted: ((shop: Shop, date: string, revision: number) => void) | undefined;

  /** @param onCommitted is told of every revision that this door has made, after it was committed */
  constructor(
    database: Database,
    cache: BoardCache,
    onCommitted?: (shop: Shop, date: string, revision: number) => void,
  ) {
    this.#database = database;
    this.#cache = cache;
    this.#turns = new LockTurns(OF_BOARDS, (board) => cache.revisionOf(...partsOf(board)));
    this.#onCommitted = onCommitted;
  }

  /**
   * @throws ApiError as the command's rule does, `idempotency_mismatch`, or `unavailable`
   */
  async run(command: BoardCommand): Promise<WriteAnswer> {
    const settled = command.prepare ? await this.#alone(command) : await this.#together(command);
    if ('error' in settled) throw settled.error;
    return settled.answer;
  }

  async #together(command: BoardCommand): Promise<Settled> {
    for (let attempt = 1; ; attempt += 1) {
      const date = await this.#locate(command.ctx, command.appointmentId);
      const add = () => this.#queue(command.ctx).add({ command, date });
      const settled = await (date === null ? add() : this.#turns.inLine([boardName(command.ctx.shop.id, date)], add));
      if (!('error' in settled && settled.error instanceof ChangedMeanwhile)) return settled;
      this.#locations.delete(command.ctx.shop.id + command.appointmentId);
      if (attempt === ATTEMPTS) return { error: unavailable(100, settled.error, 'raced') };
    }
  }

  /** In turns with all that concern the boards that are known before it is prepared. */
  async #alone(command: BoardCommand): Promise<Settled> {
    if (this.#database.isPart) return this.#byItself(command);
    const { ctx, appointmentId, date, isNew } = command;
    const home = isNew ? null : await this.#locate(ctx, appointmentId);
    const dates = [...new Set([home, date].filter((one) => typeof one === 'string'))];
    const boards = dates.map((one) => boardName(ctx.shop.id, one));
    const attempt = (left: number, awaited?: Awaited) => this.#byItself(command, left, awaited);
    return this.#turns.inLine(boards, () => insist(this.#turns, boards, attempt));
  }

  async #byItself(command: BoardCommand, left?: number, awaited?: Awaited): Promise<Settled> {
    const prepare = async (tx: Tx) => {
      if (awaited) await waitForBoard(tx, awaited);
      // Travels together with what comes next.
      else if (left !== undefined) tx.query(limitWaiting(Math.max(left, LEAST_WAIT_MS))).catch(() => {});
      return (await command.prepare?.(tx)) ?? [];
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const [settled] = await this.#commit([command], prepare, this.#database.isPart ? 'waits' : 'briefly');
        return settled as Settled;
      } catch (error) {
        if (!(error instanceof ChangedMeanwhile)) throw error;
        if (attempt === ATTEMPTS) throw unavailable(100, error, 'raced');
      }
    }
  }

  #queue({ shop }: RequestContext): BoardQueue {
    let queue = this.#queues.get(shop.id);
    if (!queue) {
      queue = new BoardQueue(shop.id, this.#turns, (batch, patience) => this.#commitBatch(batch, patience));
      this.#queues.set(shop.id, queue);
    }
    return queue;
  }

  /** The date whose board shows the appointment, or null where there is none. */
  async #locate(ctx: RequestContext, id: string): Promise<string | null> {
    if (!isUuid(id)) return null;
    const hint = this.#locations.get(ctx.shop.id + id);
    if (hint) return hint;
    const [found] = await this.#database.read(ctx, (tx) =>
      tx.query<{ date: string }>(locateAppointments(ctx.shop.id, [id])),
    );
    return found?.date ?? null;
  }

  #commitBatch(batch: Located[], patience: number | false): Promise<Settled[]> {
    const homes = batch.map(({ date }) => date);
    const dates = homes.filter((date) => date !== null);
    const commands = batch.map(({ command }) => command);
    // Travels together with the lock.
    const datesOf = async (tx: Tx) => {
      tx.query(limitWaiting(patience === false ? SHARED_MS : patience)).catch(() => {});
      return dates;
    };
    return this.#commit(commands, datesOf, patience === false ? { homes } : 'waits');
  }

  async #commit(
    commands: BoardCommand[],
    datesOf: (tx: Tx) => Promise<string[]>,
    locking: Locking,
  ): Promise<Settled[]> {
    const { ctx } = commands[0] as BoardCommand;
    const { dbMs } = ctx.timing;
    for (let attempt = 1; ; attempt += 1) {
      let dates: string[] = [];
      const { generation } = this.#database;
      try {
        const result = await this.#database.transaction<BatchResult>(ctx, async (tx) => {
          dates = [...new Set(await datesOf(tx))].sort();
          return runBatch(tx, this.#cache, commands, dates, locking);
        });
        // All who shared it waited for all of it.
        for (const other of commands.slice(1)) other.ctx.timing.dbMs += ctx.timing.dbMs - dbMs;
        this.#publish(commands, result, generation);
        return result.settled;
      } catch (error) {
        // The logs' keys refused a second event for a version, a revision or an Idempotency-Key: somebody was faster in
        // a way that the locks do not see (the same key on two boards). Look at the database itself and decide again.
        const surprised = violatedConstraint(error) !== undefined;
        // What is in memory may be what is wrong: names that something else changed without a new revision of the board.
        if (error instanceof ChangedMeanwhile) for (const date of dates) this.#cache.forget(ctx.shop.id, date);
        if (!surprised || attempt === ATTEMPTS) throw surprised ? unavailable(100, error, 'raced') : error;
        for (const date of dates) this.#cache.forget(ctx.shop.id, date);
      }
    }
  }

  #publish(commands: BoardCommand[], { boards, changes }: BatchResult, generation: number): void {
    const { shop } = (commands[0] as BoardCommand).ctx;
    if (generation === this.#database.generation)
      for (const { date, change } of changes) this.#cache.changes.add(shop.id, date, change);
    for (const board of boards) {
      this.#cache.put(shop.id, board, generation);
      for (const { appointmentId: id } of commands) {
        if (board.cards.has(id)) this.#locations.set(shop.id + id, board.date);
      }
    }
    for (const { date, change } of changes) this.#onCommitted?.(shop, date, change.revision);
  }
}
