import type { Database, Tx } from '../../db/database.ts';
import { violatedConstraint } from '../../db/failures.ts';
import { asDurableAsAChange, keepAnswer } from '../../db/keep-answer.ts';
import { LockTaken } from '../../db/lock-wait.ts';
import { idempotencyMismatch, unavailable, versionConflict } from '../../errors.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { recordTurns } from './record-turns.ts';
import { addEvent, type ClaimedKey, claimKey, lockKey, reviseBoards } from './sql.ts';

export type RecordSubject = 'customer' | 'vehicle' | 'technician' | 'service';

/** A row of a record as its module reads it. */
export interface VersionedRecord {
  id: string;
  version: number;
}

/** What a command did to a record, or that there was nothing to do. */
export type RecordOutcome<R extends VersionedRecord> =
  | {
      kind: 'changed';
      type: 'created' | 'updated' | 'deleted';
      /** As it was; none for a new one. */
      before: R | null;
      /** As it now is; the answer's `data`. */
      after: R;
      /** The boards that show it show something else now: through which column of an appointment. */
      shownBy?: 'customer_id' | 'vehicle_id' | 'tech_id' | undefined;
    }
  | { kind: 'unchanged'; record: R };

const ATTEMPTS = 3;
const KEY_TAKEN = new Set(['events_idempotency_key', 'unchanged_answers_pkey']);

/**
 * The door through which customers, vehicles, technicians and services are changed: one transaction with its event and its
 * Idempotency-Key, and a new revision of every board that shows the record.
 *
 * @param record its kind, and whose turn it takes: by its id the record that is changed, or the owner of a new vehicle; none for what concerns no other
 * @param decide locks and reads the row, checks, writes it; it may be run again
 * @throws ApiError as `decide` does, `idempotency_mismatch`, or `unavailable`
 */
export async function changeRecord<R extends VersionedRecord>(
  database: Database,
  ctx: RequestContext,
  { subject, turnOf }: { subject: RecordSubject; turnOf?: string },
  decide: (tx: Tx, now: string) => Promise<RecordOutcome<R>>,
): Promise<WriteAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await recordTurns(database).run<WriteAnswer>(ctx, turnOf, async (tx) => {
        const { now, hash, answer } = await claim(tx, ctx);
        if (hash !== null && hash !== ctx.idempotency?.requestHash) throw idempotencyMismatch();
        if (hash !== null && answer !== null)
          return { value: { json: answer, replayed: true }, last: asDurableAsAChange };
        const outcome = await decide(tx, now);
        if (outcome.kind === 'unchanged') {
          const answer = { json: JSON.stringify(outcome.record), replayed: false };
          const { idempotency, shop } = ctx;
          return idempotency
            ? { value: answer, last: keepAnswer(shop.id, idempotency, answer.json, now) }
            : { value: answer };
        }
        const json = JSON.stringify(outcome.after);
        if (outcome.shownBy) await revise(tx, ctx.shop.id, outcome.shownBy, outcome.after.id, now);
        const event = {
          subject,
          subject_id: outcome.after.id,
          version: outcome.after.version,
          type: outcome.type,
          at: now,
          actor_id: ctx.actor.id,
          actor_name: ctx.actor.name,
          correlation_id: ctx.correlationId,
          changes: changesBetween(outcome.before ?? {}, outcome.after),
          idempotency_key: ctx.idempotency?.key ?? null,
          request_hash: ctx.idempotency?.requestHash ?? null,
          answer: ctx.idempotency ? json : null,
        };
        return { value: { json, replayed: false }, last: addEvent(ctx.shop.id, event) };
      });
    } catch (error) {
      // The same key at once for an appointment, which no lock here sees: its answer is found on the next look.
      const sameKey = KEY_TAKEN.has(violatedConstraint(error) ?? '');
      if (!sameKey || attempt === ATTEMPTS) throw sameKey ? unavailable(100, error, 'raced') : error;
    }
  }
}

/**
 * Two requests with one key at once: the second waits here, before it looks for the key, and so finds the first one's
 * answer. Looking first, it would judge what the first had done already, and refuse. Both travel together.
 */
async function claim(tx: Tx, { shop, idempotency }: RequestContext): Promise<ClaimedKey> {
  const key = idempotency?.key ?? null;
  const [, [claimed]] = await Promise.all([
    key === null ? [] : tx.query(lockKey(shop.id, key)),
    tx.query<ClaimedKey>(claimKey(shop.id, key)),
  ]);
  return claimed as ClaimedKey;
}

/** @throws LockTaken where a board that shows the record cannot be had */
async function revise(tx: Tx, ...shown: Parameters<typeof reviseBoards>): Promise<void> {
  const [row] = await tx.query<{ taken: string | null }>(reviseBoards(...shown));
  if (row?.taken) throw new LockTaken(shown[0], row.taken);
}

const NOT_A_CHANGE = new Set(['id', 'version', 'created_at', 'updated_at', 'warnings']);

function changesBetween(before: object, after: object): Record<string, { from: unknown; to: unknown }> {
  const old = before as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(after)
      .filter(([field, to]) => !NOT_A_CHANGE.has(field) && (old[field] ?? null) !== to)
      .map(([field, to]) => [field, { from: old[field] ?? null, to }]),
  );
}

/** @throws ApiError `version_conflict` where the client wants its version checked and it is not the current one */
export function checkVersion(thing: string, expected: number | undefined, current: VersionedRecord): void {
  if (expected !== undefined && expected !== current.version) throw versionConflict(thing, expected, current);
}

/** The fields of a PATCH that are other than what is there; `expected_version` is not one of them. */
export function changedFields<R extends object>(record: R, patch: object): Partial<R> {
  const current = record as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(patch).filter(
      ([field, value]) => field !== 'expected_version' && value !== undefined && current[field] !== value,
    ),
  ) as Partial<R>;
}

/** The record with a PATCH applied, as its next version, or null where every value is there already. */
export function nextVersion<R extends VersionedRecord & { updated_at: string }>(
  before: R,
  patch: object,
  now: string,
): R | null {
  const changes = changedFields(before, patch);
  if (Object.keys(changes).length === 0) return null;
  return { ...before, ...changes, version: before.version + 1, updated_at: now };
}
