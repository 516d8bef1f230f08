-- The shop, its people, their vehicles, the price list, the appointments, and the two logs:
-- `events`, one a version of anything (the history), and `board_changes`, one a revision of a board (the stream).
--
-- Every table carries shop_id first in its keys and indexes, and row-level security is FORCEd on it: the server works as
-- edgar_app, which owns nothing and sees only the shop named by app.shop. Wrapping current_setting() in a select makes
-- PostgreSQL evaluate it once a statement instead of once a row.

-- So that a restored or replaced database is noticed.
create table database_identity (
  singleton boolean primary key default true check (singleton),
  id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);
insert into database_identity default values;

create table shops (
  id uuid primary key,
  name text not null,
  time_zone text not null,
  created_at timestamptz not null default now()
);

-- A board is a shop's date. Its row is what every change of it locks first, and its revision numbers those changes
-- without a gap, in commit order. fillfactor leaves room for the new row version on the same page.
create table boards (
  shop_id uuid not null references shops,
  date date not null,
  revision bigint not null default 0 check (revision >= 0),
  primary key (shop_id, date)
) with (fillfactor = 50);

create table customers (
  shop_id uuid not null references shops,
  id uuid not null,
  version int not null default 1 check (version >= 1),
  name text not null,
  phone text,
  phone_digits text generated always as (regexp_replace(phone, '\D', '', 'g')) stored,
  email text,
  address text,
  notes text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (shop_id, id)
);
create index customers_by_name on customers (shop_id, lower(name), id);

create table vehicles (
  shop_id uuid not null,
  id uuid not null,
  version int not null default 1 check (version >= 1),
  customer_id uuid not null,
  license_plate text,
  year int,
  make text not null,
  model text not null,
  color text,
  vin text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (shop_id, id),
  foreign key (shop_id, customer_id) references customers
);
create index vehicles_by_customer on vehicles (shop_id, customer_id);

create table technicians (
  shop_id uuid not null references shops,
  id uuid not null,
  version int not null default 1 check (version >= 1),
  name text not null,
  color text,
  is_active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (shop_id, id)
);

create table services (
  shop_id uuid not null references shops,
  id uuid not null,
  version int not null default 1 check (version >= 1),
  code text not null,
  name text not null,
  description text,
  base_price_cents bigint not null check (base_price_cents >= 0),
  est_minutes int not null check (est_minutes >= 0),
  is_active boolean not null default true,
  -- Set by the first booking: a service that was ever used is retired, not deleted.
  was_booked boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (shop_id, id)
);
create unique index services_code_key on services (shop_id, lower(code));

create table appointments (
  shop_id uuid not null references shops,
  id uuid not null,
  version int not null check (version >= 1),
  -- The date of appt_start in the shop's zone. Stored, because it is what is locked.
  board_date date not null,
  status text not null check (status in ('scheduled', 'in_progress', 'ready', 'completed', 'no_show')),
  -- Orders a column; a position is the number of cards above. Ranks leave gaps, so that a move writes one row. Neither
  -- status nor rank is indexed: a move then changes no index (a HOT update), and a date has few cards to sort.
  rank bigint not null,
  customer_id uuid not null,
  vehicle_id uuid not null,
  tech_id uuid,
  appt_start timestamptz not null,
  appt_end timestamptz not null check (appt_end > appt_start),
  check_in_at timestamptz,
  check_out_at timestamptz,
  -- Lines of work as booked: [{"service_id", "code", "name", "qty", "price_cents"}].
  services jsonb not null,
  total_cents bigint not null check (total_cents >= 0),
  paid_cents bigint not null check (paid_cents >= 0),
  notes text,
  double_booked boolean not null default false,
  cancelled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (shop_id, id),
  foreign key (shop_id, customer_id) references customers,
  -- Not (customer_id, vehicle_id): a vehicle may change hands, and an appointment stays with the customer who made it.
  foreign key (shop_id, vehicle_id) references vehicles,
  foreign key (shop_id, tech_id) references technicians
) with (fillfactor = 80);
create index appointments_by_board on appointments (shop_id, board_date) where cancelled_at is null;
create index appointments_by_start on appointments (shop_id, appt_start desc, id) where cancelled_at is null;
create index appointments_by_customer on appointments (shop_id, customer_id) where cancelled_at is null;
create index appointments_by_vehicle on appointments (shop_id, vehicle_id) where cancelled_at is null;
-- By the end: looking for overlaps asks for what ends after a start, which mostly lies in the future and is short.
create index appointments_by_technician on appointments (shop_id, tech_id, appt_end) where cancelled_at is null;

-- One row a version of an appointment, customer, vehicle, technician or service. The Idempotency-Key stands on the
-- event that it made, with the answer that was given, so neither can be lost without the other.
create table events (
  shop_id uuid not null,
  subject text not null check (subject in ('appointment', 'customer', 'vehicle', 'technician', 'service')),
  subject_id uuid not null,
  version int not null check (version >= 1),
  type text not null,
  at timestamptz not null,
  actor_id text not null,
  actor_name text not null,
  correlation_id text not null,
  from_status text,
  to_status text,
  from_position int,
  to_position int,
  changes jsonb not null,
  idempotency_key text,
  request_hash text,
  answer text,
  primary key (shop_id, subject_id, version),
  check ((idempotency_key is null) = (request_hash is null))
);
create unique index events_idempotency_key on events (shop_id, idempotency_key) where idempotency_key is not null;

-- Keys of requests that were answered although there was nothing to change, so that they too are answered as the first
-- time, and refused to another request. They made no event to stand on.
create table unchanged_answers (
  shop_id uuid not null,
  idempotency_key text not null,
  request_hash text not null,
  answer text not null,
  at timestamptz not null,
  primary key (shop_id, idempotency_key)
);

-- One row a revision. Folding them gives the board: `cards` are the cards that changed as they then were, without their
-- position; `ranks` orders them; `removed` left the board. `was` tells where each of them stood before, {id: [status, rank]},
-- null where it was not on the board: so the latest changes can also be told backwards from the board as it is.
create table board_changes (
  shop_id uuid not null,
  date date not null,
  revision bigint not null check (revision >= 1),
  at timestamptz not null,
  cards jsonb not null,
  ranks jsonb not null,
  removed jsonb not null,
  was jsonb not null,
  primary key (shop_id, date, revision)
);

-- 2025-09-20T15:00:00.000Z, as instants leave on the wire.
create function wire_instant(instant timestamptz) returns text language sql stable parallel safe
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- A card of the contract, without its position, which only its column knows.
create view board_cards with (security_invoker = true) as
select
  a.shop_id,
  a.id,
  a.board_date,
  a.status,
  a.rank,
  a.cancelled_at,
  a.customer_id,
  a.vehicle_id,
  a.tech_id,
  a.appt_start,
  json_build_object(
    'id', a.id,
    'version', a.version,
    'status', a.status,
    'customer_id', a.customer_id,
    'customer_name', c.name,
    'customer_phone', c.phone,
    'vehicle_id', a.vehicle_id,
    'year', v.year,
    'make', v.make,
    'model', v.model,
    'license_plate', v.license_plate,
    'vehicle_info', concat_ws(' ', v.year, v.make, v.model),
    'services', a.services,
    'appt_start', wire_instant(a.appt_start),
    'appt_end', wire_instant(a.appt_end),
    'tech_id', a.tech_id,
    'tech_name', t.name,
    'check_in_at', wire_instant(a.check_in_at),
    'check_out_at', wire_instant(a.check_out_at),
    'total_cents', a.total_cents,
    'paid_cents', a.paid_cents,
    'notes', a.notes,
    'double_booked', a.double_booked,
    'updated_at', wire_instant(a.updated_at)
  ) as card
from appointments a
join customers c on c.shop_id = a.shop_id and c.id = a.customer_id
join vehicles v on v.shop_id = a.shop_id and v.id = a.vehicle_id
left join technicians t on t.shop_id = a.shop_id and t.id = a.tech_id;

-- Locks boards in order of date (so two callers cannot wait for each other) and only then looks for keys that were used.
-- Each statement of a volatile function takes a new snapshot, so what is read here and later is what the lock protects;
-- in one statement it would be older than the wait. Answers {"now", "revisions": {date: n}, "keys": [{key, hash, answer}]}.
create function lock_boards(p_shop uuid, p_dates date[], p_keys text[]) returns json language plpgsql volatile as $$
declare
  locked json;
  used json;
begin
  insert into boards (shop_id, date) select p_shop, d from unnest(p_dates) d order by d on conflict do nothing;
  perform 1 from boards where shop_id = p_shop and date = any (p_dates) order by date for update;
  select json_object_agg(date, revision) into locked from boards where shop_id = p_shop and date = any (p_dates);
  select json_agg(json_build_object('key', idempotency_key, 'hash', request_hash, 'answer', answer)) into used
  from (
    select idempotency_key, request_hash, answer from events where shop_id = p_shop and idempotency_key = any (p_keys)
    union all
    select idempotency_key, request_hash, answer from unchanged_answers
    where shop_id = p_shop and idempotency_key = any (p_keys)
  ) known;
  return json_build_object(
    'now', wire_instant(clock_timestamp()), 'revisions', coalesce(locked, '{}'), 'keys', coalesce(used, '[]')
  );
end
$$;

-- Locks those boards that nobody else has locked, and tells which. It waits for the others for a moment only, each in order of date,
-- and stops at the first that it cannot have: whoever holds several must not keep them while somebody does not let go of one.
-- A block with an exception is a transaction of its own, so it is entered only where there is something to wait for or to make.
create function lock_free_boards(p_shop uuid, p_dates date[]) returns date[] language plpgsql volatile
set lock_timeout = '100ms' as $$
declare
  had date[];
  next date;
begin
  had := array(select date from boards where shop_id = p_shop and date = any (p_dates) order by date for update skip locked);
  for next in select d from unnest(p_dates) d where d <> all (had) order by d loop
    begin
      insert into boards (shop_id, date) values (p_shop, next) on conflict do nothing;
      perform 1 from boards where shop_id = p_shop and date = next for update;
    exception when lock_not_available then
      return had;
    end;
    had := had || next;
  end loop;
  return had;
end
$$;

-- Raises the revision of every board that shows a customer, vehicle or technician, with the cards as they now are. Called
-- behind the lock of that row, which keeps new appointments of it away; one that was rescheduled while this waited for a
-- board may be on another, so it looks again until it holds them all. Where one of them cannot be had, see lock_free_boards, it
-- does nothing and answers which; null where it is done.
create function revise_boards(p_shop uuid, p_column text, p_id uuid, p_at timestamptz) returns date language plpgsql volatile as $$
declare
  shown date[];
  locked date[] := '{}';
begin
  loop
    execute format(
      'select coalesce(array_agg(distinct board_date order by board_date), ''{}'') from appointments
       where shop_id = $1 and %I = $2 and cancelled_at is null', p_column) into shown using p_shop, p_id;
    exit when shown <@ locked;
    locked := locked || lock_free_boards(p_shop, shown);
    if not shown <@ locked then
      return (select min(d) from unnest(shown) d where d <> all (locked));
    end if;
  end loop;
  execute format(
    'with revised as (
       update boards set revision = revision + 1 where shop_id = $1 and date = any ($3) returning date, revision
     )
     insert into board_changes (shop_id, date, revision, at, cards, ranks, removed, was)
     select $1, r.date, r.revision, $4,
       (select jsonb_agg(b.card) from board_cards b
        where b.shop_id = $1 and b.board_date = r.date and b.%I = $2 and b.cancelled_at is null), ''{}'', ''[]'', ''{}''
     from revised r', p_column) using p_shop, p_id, shown, p_at;
  return null;
end
$$;

-- Row-level security: edgar_app sees the shop named by app.shop, and nothing where none is named.
do $$
declare
  t text;
begin
  foreach t in array array['boards', 'customers', 'vehicles', 'technicians', 'services', 'appointments', 'events',
    'unchanged_answers', 'board_changes']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy own_shop on %I to edgar_app using (shop_id = (select nullif(current_setting(''app.shop'', true), '''')::uuid))', t);
  end loop;
end
$$;
-- Not forced here: the owner makes the shops.
alter table shops enable row level security;
create policy own_shop on shops to edgar_app using (id = (select nullif(current_setting('app.shop', true), '')::uuid));

revoke create on schema public from public;
grant usage on schema public to edgar_app, edgar_tailer;
grant select on shops, database_identity, migrations, board_cards to edgar_app;
grant select, insert, update on boards, customers, vehicles, technicians, services, appointments to edgar_app;
grant delete on services to edgar_app;
-- The logs only grow.
grant select, insert on events, unchanged_answers, board_changes to edgar_app;

-- edgar_tailer looks across shops, at revisions only.
create policy every_revision on boards for select to edgar_tailer using (true);
grant select (shop_id, date, revision) on boards to edgar_tailer;
