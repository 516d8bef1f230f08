import type { Statement } from '../../db/database.ts';
import { keyLock } from '../../db/key-lock.ts';

/** Held until the transaction ends. */
export const lockKey = (shopId: string, key: string): Statement => ({
  name: 'lock-key',
  text: `select pg_advisory_xact_lock(${keyLock('$1', '$2')})`,
  values: [shopId, key],
});

/** The database's clock, and the event that an Idempotency-Key stands on, if it was used. */
export const claimKey = (shopId: string, key: string | null): Statement => ({
  name: 'claim-key',
  text: `
    select wire_instant(clock_timestamp()) as now, coalesce(e.request_hash, u.request_hash) as hash,
      coalesce(e.answer, u.answer) as answer
    from (select 1) one
    left join events e on e.shop_id = $1 and e.idempotency_key = $2
    left join unchanged_answers u on u.shop_id = $1 and u.idempotency_key = $2`,
  values: [shopId, key],
});

export interface ClaimedKey {
  now: string;
  hash: string | null;
  answer: string | null;
}

/** A version of a customer, vehicle, technician or service. */
export const addEvent = (shopId: string, event: object): Statement => ({
  name: 'add-event',
  text: `
    insert into events (shop_id, subject, subject_id, version, type, at, actor_id, actor_name, correlation_id, changes,
      idempotency_key, request_hash, answer)
    select $1, subject, subject_id, version, type, at, actor_id, actor_name, correlation_id, changes,
      idempotency_key, request_hash, answer
    from jsonb_to_record($2::jsonb) as e (subject text, subject_id uuid, version int, type text, at timestamptz, actor_id text,
      actor_name text, correlation_id text, changes jsonb, idempotency_key text, request_hash text, answer text)`,
  values: [shopId, JSON.stringify(event)],
});

/** Raises the revision of every board that shows it, or tells which of them is taken. See `revise_boards` in migration 1. */
export const reviseBoards = (
  shopId: string,
  column: 'customer_id' | 'vehicle_id' | 'tech_id',
  id: string,
  at: string,
): Statement => ({
  name: 'revise-boards',
  text: 'select revise_boards($1, $2, $3, $4)::text as taken',
  values: [shopId, column, id, at],
});

/** A module's list without its page: which rows, as what, in which order. */
export interface Listing {
  name: string;
  /** The columns of an item, as they leave on the wire. */
  columns: string;
  /** FROM and WHERE; its parameters are `values`. */
  source: string;
  /** Total, so that no item is on two pages. */
  order: string;
  values: unknown[];
}

/** A page of a list and its total, in one statement, so that they are of one moment, and the total is true past the end. */
export const selectPage = (
  { name, columns, source, order, values }: Listing,
  limit: number,
  offset: number,
): Statement => ({
  name,
  text: `
    select
      (select count(1)::int ${source}) as total,
      coalesce((
        select json_agg(item) from (
          select ${columns} ${source} order by ${order} limit $${values.length + 1} offset $${values.length + 2}
        ) item
      ), '[]') as items`,
  values: [...values, limit, offset],
});
