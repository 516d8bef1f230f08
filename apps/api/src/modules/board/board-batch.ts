import type { Finished, Statement, Tx } from '../../db/database.ts';
import { asDurableAsAChange, keepAnswer } from '../../db/keep-answer.ts';
import { LockTaken } from '../../db/lock-wait.ts';
import type { StoredCard } from '../../db/stored-card.ts';
import { isUuid } from '../../db/uuid.ts';
import { ApiError, idempotencyMismatch } from '../../errors.ts';
import type { WriteAnswer } from '../../request-context.ts';
import type { BoardCache } from './board-cache.ts';
import { readBoard } from './board-cache.ts';
import { type BoardCommand, Boards, BoardTaken, type Change, ChangedMeanwhile } from './board-command.ts';
import { applyDelta, type BoardState } from './board-state.ts';
import type { RecordedChange } from './recorded-change.ts';
import {
  type BoardRow,
  type BoardWrites,
  claimKey,
  type EventRow,
  type Locked,
  loadBoard,
  locateAppointments,
  lockBoards,
  lockBoardsBriefly,
  lockFreeBoards,
  type Place,
  writeBoards,
} from './sql.ts';

/** What became of a command: its answer, or why it was refused. */
export type Settled = { answer: WriteAnswer } | { error: unknown };

/** What a transaction leaves behind once it is committed. */
export interface BatchResult {
  settled: Settled[];
  boards: BoardState[];
  changes: { date: string; change: RecordedChange }[];
}

/**
 * What becomes of a board that somebody else has locked. It is waited for, which is for a transaction of one board; briefly, and
 * then the transaction fails; or it is left out, where the board of each command is told: its commands are settled with `BoardTaken`.
 */
export type Locking = 'waits' | 'briefly' | { homes: (string | null)[] };

/**
 * Locks the boards, decides the commands in their order on what is there now, and prepares what is to be written.
 *
 * @throws LockTaken where a board's lock could not be had briefly
 */
export async function runBatch(
  tx: Tx,
  cache: BoardCache,
  commands: BoardCommand[],
  dates: string[],
  locking: Locking,
): Promise<Finished<BatchResult>> {
  const { shop } = (commands[0] as BoardCommand).ctx;
  const keys = commands.flatMap(({ ctx }) => ctx.idempotency?.key ?? []);
  const homes = typeof locking === 'object' ? locking.homes : undefined;
  const lock = homes ? lockFreeBoards : locking === 'waits' ? lockBoards : lockBoardsBriefly;
  const [row] = (await tx.query(lock(shop.id, dates, keys))) as [{ locked: Locked; had: string[] | null }];
  const { now, revisions, keys: used } = row.locked;
  const taken = new Set(dates.filter((date) => !(date in revisions)));
  if (!homes && taken.size > 0) throw new LockTaken(shop.id, [...taken].sort()[0] as string);
  const isTaken = (i: number) =>
    taken.has(homes?.[i] as string) || lacksKey(homes?.[i], commands[i] as BoardCommand, row.had);
  const locked = dates.filter((date) => !taken.has(date));
  const boards = new Boards(
    await Promise.all(locked.map((date) => freshBoard(tx, cache, shop.id, date, revisions[date] ?? 0))),
  );
  const ours = taken.size === 0 && row.had === null ? commands : commands.filter((_, i) => !isTaken(i));
  await lookAgain(tx, shop.id, ours, boards);

  const writing = new Batch(boards, now, used);
  const settled: Settled[] = [];
  const before: Statement[] = [];
  for (const [i, command] of commands.entries()) {
    if (isTaken(i)) {
      settled.push({ error: new BoardTaken() });
      continue;
    }
    try {
      const { answer, statements, isKept } = writing.run(command);
      const isFree = !isKept || !homes || (await isUnused(tx, command));
      if (isKept && isFree) before.push(...writing.keep(command, answer.json));
      before.push(...statements);
      settled.push(isFree ? { answer } : { error: new BoardTaken() });
    } catch (error) {
      // A refusal concerns this command alone. Anything else is a defect, and so is what was written so far.
      if (!(error instanceof ApiError)) throw error;
      settled.push({ error });
    }
  }
  for (const statement of before) await tx.query(statement);
  const value = { settled, boards: boards.all(), changes: writing.recorded };
  if (!writing.isEmpty) return { value, last: writeBoards(shop.id, writing.writes()) };
  return writing.hasRepeated ? { value, last: asDurableAsAChange } : { value };
}

/** Whether somebody else is about to keep an answer under its key. Who is on no board has nothing to keep. */
function lacksKey(home: string | null | undefined, command: BoardCommand, had: string[] | null): boolean {
  const key = command.ctx.idempotency?.key;
  return had !== null && typeof home === 'string' && key !== undefined && !had.includes(key);
}

async function isUnused(tx: Tx, { ctx: { shop, idempotency } }: BoardCommand): Promise<boolean> {
  if (!idempotency) return true;
  const [row] = await tx.query<{ claimed: boolean }>(claimKey(shop.id, idempotency.key));
  return row?.claimed === true;
}

async function freshBoard(
  tx: Tx,
  cache: BoardCache,
  shopId: string,
  date: string,
  revision: number,
): Promise<BoardState> {
  const cached = cache.peek(shopId, date);
  if (cached?.revision === revision) return cached;
  const [row] = await tx.query<BoardRow>(loadBoard(shopId, date));
  return readBoard(date, row as BoardRow);
}

/** An appointment that is not on its board any more may have been put on another one before the lock was ours. */
async function lookAgain(tx: Tx, shopId: string, commands: BoardCommand[], boards: Boards): Promise<void> {
  const missing = commands.filter(({ prepare, appointmentId: id }) => !prepare && isUuid(id) && !boards.locate(id));
  if (missing.length === 0) return;
  const rows = await tx.query<{ cancelled: boolean }>(
    locateAppointments(
      shopId,
      missing.map(({ appointmentId }) => appointmentId),
    ),
  );
  if (rows.some(({ cancelled }) => !cancelled)) throw new ChangedMeanwhile();
}

/** The commands of one transaction, decided one after the other. */
class Batch {
  readonly #boards: Boards;
  readonly #now: string;
  readonly #used: Map<string, { hash: string; answer: string }>;
  readonly #written = new Set<string>();
  readonly #events: EventRow[] = [];
  readonly #changes: BoardWrites['changes'] = [];
  readonly recorded: BatchResult['changes'] = [];
  /** Whether an answer of before was given again. */
  hasRepeated = false;

  constructor(boards: Boards, now: string, used: Locked['keys']) {
    this.#boards = boards;
    this.#now = now;
    this.#used = new Map(used.map(({ key, hash, answer }) => [key, { hash, answer }]));
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  /** `isKept` where there was nothing to change: then the answer is to be kept under the key. */
  run(command: BoardCommand): { answer: WriteAnswer; statements: Statement[]; isKept?: boolean } {
    const { idempotency } = command.ctx;
    const first = idempotency && this.#used.get(idempotency.key);
    if (idempotency && first) {
      if (first.hash !== idempotency.requestHash) throw idempotencyMismatch();
      this.hasRepeated = true;
      return { answer: { json: first.answer, replayed: true }, statements: [] };
    }
    const outcome = command.decide(this.#boards, this.#now);
    if (outcome.kind === 'unchanged') {
      const json = JSON.stringify(outcome.answer);
      return { answer: { json, replayed: false }, statements: [], isKept: true };
    }
    for (const [date, delta] of outcome.deltas) {
      const before = this.#boards.on(date);
      const { board, written } = applyDelta(before, delta);
      const { revision } = board;
      const { removed } = delta;
      const cards = delta.cards.map(({ id }) => board.cards.get(id) as StoredCard);
      this.#boards.set(board);
      for (const { id } of written) this.#written.add(id);
      const touched = [...written.map(({ id }) => id), ...removed];
      this.#changes.push({
        date,
        revision,
        at: this.#now,
        cards: cards.map(unranked),
        ranks: Object.fromEntries(written.map(({ id, rank }) => [id, rank])),
        removed,
        was: Object.fromEntries(touched.map((id) => [id, placeOf(before.cards.get(id))])),
      });
      this.recorded.push({ date, change: { revision, cards, removed, before: before.order, after: board.order } });
    }
    const json = JSON.stringify(outcome.answer(this.#boards));
    this.#events.push(eventRow(command, outcome.change, this.#now, json));
    if (idempotency) this.#used.set(idempotency.key, { hash: idempotency.requestHash, answer: json });
    return { answer: { json, replayed: false }, statements: outcome.statements?.(this.#boards) ?? [] };
  }

  keep({ ctx: { shop, idempotency } }: BoardCommand, json: string): Statement[] {
    if (!idempotency) return [];
    this.#used.set(idempotency.key, { hash: idempotency.requestHash, answer: json });
    return [keepAnswer(shop.id, idempotency, json, this.#now)];
  }

  writes(): BoardWrites {
    const cards = [...this.#written].flatMap((id) => this.#boards.locate(id)?.card ?? []);
    const revised = new Set(this.#changes.map(({ date }) => date));
    return {
      cards: cards.map(({ id, version, status, rank, check_in_at, check_out_at, double_booked, updated_at }) => ({
        id,
        version,
        status,
        rank,
        check_in_at,
        check_out_at,
        double_booked,
        updated_at,
      })),
      events: this.#events,
      changes: this.#changes,
      boards: [...revised].map((date) => ({ date, revision: this.#boards.on(date).revision })),
    };
  }
}

const placeOf = (card: StoredCard | undefined): Place | null => (card ? [card.status, card.rank] : null);
const unranked = ({ rank: _, ...card }: StoredCard) => card;

function eventRow({ ctx, appointmentId }: BoardCommand, change: Change, at: string, answer: string): EventRow {
  return {
    subject: 'appointment',
    subject_id: appointmentId,
    version: change.version,
    type: change.type,
    at,
    actor_id: ctx.actor.id,
    actor_name: ctx.actor.name,
    correlation_id: ctx.correlationId,
    from_status: change.fromStatus,
    to_status: change.toStatus,
    from_position: change.fromPosition,
    to_position: change.toPosition,
    changes: change.changes,
    idempotency_key: ctx.idempotency?.key ?? null,
    request_hash: ctx.idempotency?.requestHash ?? null,
    answer: ctx.idempotency ? answer : null,
  };
}
