import { createHash } from 'node:crypto';
import type { Statement } from '../../db/database.ts';
import type { StoredCard } from '../../db/stored-card.ts';

/** An appointment as the database has it, cancelled or not. */
export interface AppointmentRow {
  date: string;
  cancelled: boolean;
  rank: string;
  position: number;
  card: Omit<StoredCard, 'rank'>;
}

const COLUMNS = `b.board_date::text as date, b.cancelled_at is not null as cancelled, b.rank::text as rank, b.card,
  (select count(*)::int from appointments o
   where o.shop_id = b.shop_id and o.board_date = b.board_date and o.status = b.status and o.cancelled_at is null
     and (o.rank, o.id) < (b.rank, b.id)) as position`;

export const findAppointment = (shopId: string, id: string): Statement => ({
  name: 'find-appointment',
  text: `select ${COLUMNS} from board_cards b where b.shop_id = $1 and b.id = $2`,
  values: [shopId, id],
});

/**
 * Parameter n is a pattern of what a card's words contain, n + 1 one of a phone's digits, or null. Asked of the columns: looking
 * into the card's own JSON would make it anew for every word of every appointment.
 */
export const searchCondition = (n: number): string => `b.id in (
    select a.id
    from appointments a
    join customers c on c.shop_id = a.shop_id and c.id = a.customer_id
    join vehicles v on v.shop_id = a.shop_id and v.id = a.vehicle_id
    where a.shop_id = $1 and a.cancelled_at is null and (
      c.name ilike $${n} or c.phone ilike $${n} or c.phone_digits like $${n + 1} or v.license_plate ilike $${n}
      or concat_ws(' ', v.year, v.make, v.model) ilike $${n} or a.notes ilike $${n}
      or exists (select from jsonb_array_elements(a.services) line where line ->> 'name' ilike $${n} or line ->> 'code' ilike $${n})))`;

/** One page of the appointments that fit, and how many fit in all. The conditions are of this module, never of a client. */
export function listAppointments(
  where: string[],
  values: unknown[],
  limit: number,
  offset: number,
): [Statement, Statement] {
  const conditions = ['b.shop_id = $1', 'b.cancelled_at is null', ...where].join(' and ');
  const from = `from board_cards b where ${conditions}`;
  // A card has exactly one customer and one vehicle, so they need not be looked at for counting.
  const counted = `from appointments b where ${conditions}`;
  const bounds = `limit $${values.length + 1} offset $${values.length + 2}`;
  // Each set of filters is a statement of its own, so that each gets a plan of its own. PostgreSQL cuts names off at 63.
  const name = createHash('sha256').update(from).digest('base64url').slice(0, 16);
  return [
    {
      name: `list-appointments ${name}`,
      text: `select ${COLUMNS} ${from} order by b.appt_start desc, b.id ${bounds}`,
      values: [...values, limit, offset],
    },
    { name: `count-appointments ${name}`, text: `select count(*)::int as total ${counted}`, values },
  ];
}

/** A version's event, as far as an undo needs it. */
export interface ChangeRow {
  type: string;
  at: string;
  from_status: StoredCard['status'] | null;
  from_position: number | null;
  to_position: number | null;
  changes: Record<string, { from: unknown; to: unknown }>;
}

export const findChange = (shopId: string, id: string, version: number): Statement => ({
  name: 'find-change',
  text: `
    select type, wire_instant(at) as at, from_status, from_position, to_position, changes
    from events where shop_id = $1 and subject_id = $2 and version = $3`,
  values: [shopId, id, version],
});

export const listHistory = (shopId: string, id: string, limit: number, offset: number): Statement => ({
  name: 'list-history',
  text: `
    select version, type, wire_instant(at) as at, json_build_object('id', actor_id, 'name', actor_name) as actor,
      from_status, to_status, from_position, to_position, changes, correlation_id
    from events where shop_id = $1 and subject_id = $2 order by version desc limit $3 offset $4`,
  values: [shopId, id, limit, offset],
});

export const countHistory = (shopId: string, id: string): Statement => ({
  name: 'count-history',
  text: `
    select (select count(*)::int from events where shop_id = $1 and subject_id = $2) as total
    from appointments where shop_id = $1 and id = $2`,
  values: [shopId, id],
});

/** Writes an appointment whole, new or not. Where only its place changes, the boards' own statement is enough. */
export const saveAppointment = (
  shopId: string,
  card: StoredCard,
  date: string,
  cancelledAt: string | null,
): Statement => ({
  name: 'save-appointment',
  text: `
    insert into appointments (shop_id, id, version, board_date, status, rank, customer_id, vehicle_id, tech_id, appt_start,
      appt_end, check_in_at, check_out_at, services, total_cents, paid_cents, notes, double_booked, cancelled_at, created_at,
      updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20)
    on conflict (shop_id, id) do update set version = excluded.version, board_date = excluded.board_date,
      status = excluded.status, rank = excluded.rank, tech_id = excluded.tech_id, appt_start = excluded.appt_start,
      appt_end = excluded.appt_end, check_in_at = excluded.check_in_at, check_out_at = excluded.check_out_at,
      services = excluded.services, total_cents = excluded.total_cents, paid_cents = excluded.paid_cents,
      notes = excluded.notes, double_booked = excluded.double_booked, cancelled_at = excluded.cancelled_at,
      updated_at = excluded.updated_at`,
  values: [
    shopId,
    card.id,
    card.version,
    date,
    card.status,
    card.rank,
    card.customer_id,
    card.vehicle_id,
    card.tech_id,
    card.appt_start,
    card.appt_end,
    card.check_in_at,
    card.check_out_at,
    JSON.stringify(card.services),
    card.total_cents,
    card.paid_cents,
    card.notes,
    card.double_booked,
    cancelledAt,
    card.updated_at,
  ],
});

/** When a technician is taken. */
export interface Booking {
  tech_id: string | null;
  appt_start: string;
  appt_end: string;
}

export interface NeighbourRow {
  id: string;
  date: string;
  was: boolean;
  is: boolean;
  overlaps_after: boolean;
}

/** The appointments that overlap what an appointment was booked for or will be, and whether each is then booked twice. */
export const findNeighbours = (
  shopId: string,
  id: string,
  before: Booking | null,
  after: Booking | null,
): Statement => ({
  name: 'find-neighbours',
  text: `
    with neighbour as (
      select n.id, n.board_date, n.tech_id, n.appt_start, n.appt_end, n.double_booked,
        coalesce(n.tech_id = $6 and n.appt_end > $7 and n.appt_start < $8, false) as overlaps_after
      from appointments n
      where n.shop_id = $1 and n.cancelled_at is null and n.id <> $2 and (
        (n.tech_id = $3 and n.appt_end > $4 and n.appt_start < $5)
        or (n.tech_id = $6 and n.appt_end > $7 and n.appt_start < $8))
    )
    select n.id, n.board_date::text as date, n.double_booked as was, n.overlaps_after, n.overlaps_after or exists (
        select from appointments o
        where o.shop_id = $1 and o.cancelled_at is null and o.id not in (n.id, $2) and o.tech_id = n.tech_id
          and o.appt_end > n.appt_start and o.appt_start < n.appt_end
      ) as is
    from neighbour n`,
  values: [
    shopId,
    id,
    before?.tech_id,
    before?.appt_start,
    before?.appt_end,
    after?.tech_id,
    after?.appt_start,
    after?.appt_end,
  ].map((value) => value ?? null),
});
