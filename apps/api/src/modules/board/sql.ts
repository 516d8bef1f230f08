import type { Status } from '@edgar-auto-shop/contract';
import type { Statement } from '../../db/database.ts';
import { keyLock } from '../../db/key-lock.ts';
import type { StoredCard } from '../../db/stored-card.ts';

const KEY_LOCK = keyLock('$1::uuid::text', 'key');

/** The keys' locks, in one order. */
const LOCKED_KEYS = `
      select key from (
        select key, ${KEY_LOCK} as lock from unnest($3::text[]) key order by lock offset 0
      ) ordered where pg_advisory_xact_lock(lock) is not null`;

/**
 * Boards locked in order of date, and the keys among those given that were used. See `lock_boards` in migration 1. The keys are locked
 * first, as `lockKey` of the records does it: whoever else has one of them is waited for.
 */
export const lockBoards = (shopId: string, dates: string[], keys: string[]): Statement => ({
  name: 'lock-boards',
  text: `
    select lock_boards($1, $2, array(${LOCKED_KEYS}
    )) as locked, null as had`,
  values: [shopId, dates, keys],
});

/** As `lockBoards`, but no board is waited for longer than a moment; one that could not be had is not among the revisions. */
export const lockBoardsBriefly = (shopId: string, dates: string[], keys: string[]): Statement => ({
  name: 'lock-boards-briefly',
  text: `
    select lock_boards($1, lock_free_boards($1, $2), keys) as locked, null as had
    from (select array(${LOCKED_KEYS}
    ) as keys offset 0) keys`,
  values: [shopId, dates, keys],
});

/**
 * As `lockBoards`, of those boards only that can be locked without waiting for anybody; the others, and one that has no row
 * yet, are not among the revisions. `lock_boards` then finds the locks had already, and reads what they protect. Nor are keys waited
 * for: `had` are those that nobody else is about to keep an answer under, null where that are all.
 */
export const lockFreeBoards = (shopId: string, dates: string[], keys: string[]): Statement => ({
  name: 'lock-free-boards',
  text: `
    select
      lock_boards($1, array(
        select date from boards where shop_id = $1 and date = any ($2) order by date for update skip locked
      ), had) as locked,
      case when cardinality(had) < cardinality($3::text[]) then had end as had
    from (
      select array(select key from unnest($3::text[]) key where pg_try_advisory_xact_lock_shared(${KEY_LOCK})) as had offset 0
    ) keys`,
  values: [shopId, dates, keys],
});

/**
 * Has a key, behind `lockFreeBoards`, for nobody else: the answer to be kept under it stands in another table than those of changes
 * do, so that no unique index sees both. False where others have it too, or have used it since.
 */
export const claimKey = (shopId: string, key: string): Statement => ({
  name: 'claim-key-of-move',
  text: `
    select case when pg_try_advisory_xact_lock(${KEY_LOCK})
      then json_array_length(lock_boards($1, '{}', array[key]) -> 'keys') = 0 else false end as claimed
    from (select $2::text as key) one`,
  values: [shopId, key],
});

export interface Locked {
  now: string;
  revisions: Record<string, number>;
  keys: { key: string; hash: string; answer: string }[];
}

export interface BoardRow {
  revision: string;
  cards: string;
}

/** A date's cards and its revision in one snapshot, so that they belong together. */
export const loadBoard = (shopId: string, date: string): Statement => ({
  name: 'load-board',
  text: `
    select
      coalesce((select revision from boards where shop_id = $1 and date = $2), 0)::text as revision,
      coalesce((
        select json_agg(json_build_object('rank', rank, 'card', card))
        from board_cards where shop_id = $1 and board_date = $2 and cancelled_at is null
      ), '[]')::text as cards`,
  values: [shopId, date],
});

/** Where a card stood: its column and its rank. */
export type Place = [status: Status, rank: number];

/** A row of `board_changes`. */
export interface ChangeRow {
  revision: string;
  cards: Omit<StoredCard, 'rank'>[];
  ranks: Record<string, number>;
  removed: string[];
  /** Of every card that it placed, moved or removed: where it stood before, null where it was not on the board. */
  was: Record<string, Place | null>;
}

/** A board's changes after a revision, oldest first. */
export const changesSince = (shopId: string, date: string, after: number, limit: number): Statement => ({
  name: 'changes-since',
  text: `
    select revision::text as revision, cards, ranks, removed, was
    from board_changes where shop_id = $1 and date = $2 and board_changes.revision > $3 order by board_changes.revision limit $4`,
  values: [shopId, date, after, limit],
});

/** The revision of one board, no row where it was never touched: a third cheaper than `boardRevisions` for it alone. */
export const boardRevision = (shopId: string, date: string): Statement => ({
  name: 'board-revision',
  text: 'select revision::text as revision from boards where shop_id = $1 and date = $2',
  values: [shopId, date],
});

/** A row of `boardRevisions`. */
export interface RevisionRow {
  shop_id: string;
  date: string;
  revision: string;
}

/** Revisions of boards of any shop; a board never touched is not among them. */
export const boardRevisions = (shopIds: string[], dates: string[]): Statement => ({
  name: 'board-revisions',
  text: `
    select b.shop_id, b.date::text as date, b.revision::text as revision
    from unnest($1::uuid[], $2::date[]) as wanted (shop_id, date)
    join boards b on b.shop_id = wanted.shop_id and b.date = wanted.date`,
  values: [shopIds, dates],
});

/** Where an appointment is: its date, or that it was cancelled. */
export const locateAppointments = (shopId: string, ids: string[]): Statement => ({
  name: 'locate-appointments',
  text: `
    select id, board_date::text as date, cancelled_at is not null as cancelled
    from appointments where shop_id = $1 and id = any ($2::uuid[])`,
  values: [shopId, ids],
});

/** A row of `events` that is to be written. */
export interface EventRow {
  subject: 'appointment';
  subject_id: string;
  version: number;
  type: string;
  at: string;
  actor_id: string;
  actor_name: string;
  correlation_id: string;
  from_status: string | null;
  to_status: string | null;
  from_position: number | null;
  to_position: number | null;
  changes: Record<string, { from: unknown; to: unknown }>;
  idempotency_key: string | null;
  request_hash: string | null;
  answer: string | null;
}

/** What `writeBoards` writes: where cards now stand, the history, the boards' changes and their new revisions. */
export interface BoardWrites {
  cards: { id: string }[];
  events: EventRow[];
  changes: {
    date: string;
    revision: number;
    at: string;
    cards: object[];
    ranks: object;
    removed: string[];
    was: Record<string, Place | null>;
  }[];
  boards: { date: string; revision: number }[];
}

/**
 * Everything that the commands of one transaction do to boards, in one statement: one round trip, which also carries COMMIT.
 * Rows are named twice, by a list and by the join: without the list a planner that knows little of the tables (in the first
 * minute after a bulk load) reads all appointments of the shop to find ten, 3.5 ms instead of 0.1.
 * Cards must be at the version they were decided on; the primary keys of the two logs refuse a version or a revision twice.
 */
export const writeBoards = (shopId: string, { cards, events, changes, boards }: BoardWrites): Statement => ({
  name: 'write-boards',
  text: `
    with moved as (
      update appointments a
      set version = c.version, status = c.status, rank = c.rank, check_in_at = c.check_in_at,
        check_out_at = c.check_out_at, double_booked = c.double_booked, updated_at = c.updated_at
      from jsonb_to_recordset($2::jsonb) as c (id uuid, version int, status text, rank bigint,
        check_in_at timestamptz, check_out_at timestamptz, double_booked boolean, updated_at timestamptz)
      where a.shop_id = $1 and a.id = any ($6::uuid[]) and a.id = c.id
    ), revised as (
      update boards b set revision = n.revision
      from jsonb_to_recordset($5::jsonb) as n (date date, revision bigint)
      where b.shop_id = $1 and b.date = any ($7::date[]) and b.date = n.date
    ), noted as (
      insert into board_changes (shop_id, date, revision, at, cards, ranks, removed, was)
      select $1, date, revision, at, cards, ranks, removed, was
      from jsonb_to_recordset($4::jsonb) as n (date date, revision bigint, at timestamptz, cards jsonb, ranks jsonb, removed jsonb, was jsonb)
    )
    insert into events (shop_id, subject, subject_id, version, type, at, actor_id, actor_name, correlation_id, from_status,
      to_status, from_position, to_position, changes, idempotency_key, request_hash, answer)
    select $1, subject, subject_id, version, type, at, actor_id, actor_name, correlation_id, from_status,
      to_status, from_position, to_position, changes, idempotency_key, request_hash, answer
    from jsonb_to_recordset($3::jsonb) as e (subject text, subject_id uuid, version int, type text, at timestamptz,
      actor_id text, actor_name text, correlation_id text, from_status text, to_status text, from_position int,
      to_position int, changes jsonb, idempotency_key text, request_hash text, answer text)`,
  values: [
    shopId,
    JSON.stringify(cards),
    JSON.stringify(events),
    JSON.stringify(changes),
    JSON.stringify(boards),
    cards.map(({ id }) => id),
    boards.map(({ date }) => date),
  ],
});
