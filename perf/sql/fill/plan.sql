-- What is to be filled, as arithmetic: the whole life of appointment number k of a shop follows from k alone, so every
-- table can be written by itself, in any order, and they fit together. $shops, $each (appointments a shop), $days, $first and $today are
-- put in as numbers and dates; the schema is dropped when everything is written.
create schema fill;

create table fill.shape as
select $shops::bigint as shops, $each::bigint as each, $days::bigint as days, $first::date as first, $today::date as today,
  greatest(1, $each / 10)::bigint as customers, date_trunc('second', now()) as at;

-- Number 0 is the shop that is there already and served.
create table fill.shops as
select n, case when n = 0 then $shop::uuid else ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid end as id
from generate_series(0, $shops - 1) n;

-- Ids of records: shop and number, in the form of a uuid.
create function fill.id(kind text, shop bigint, n bigint) returns uuid language sql immutable parallel safe
return (kind || lpad(to_hex(shop), 11, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid;

create table fill.services (i int primary key, code text, name text, cents bigint, minutes int);
insert into fill.services values (0, 'OIL', 'Oil change', 7900, 45), (1, 'BRAKES', 'Brake pads', 24900, 90),
  (2, 'TIRES', 'Tire rotation', 4900, 30), (3, 'BATTERY', 'Battery', 18900, 30), (4, 'DIAGNOSIS', 'Diagnosis', 12900, 60);

-- Lines of work, five ways a shop, one line or two.
create table fill.lines as
select s.n as shop, way, sum(v.cents)::bigint as total, jsonb_agg(jsonb_build_object(
    'service_id', fill.id('5', s.n, v.i), 'code', v.code, 'name', v.name, 'qty', 1, 'price_cents', v.cents) order by v.i) as services
from fill.shops s, generate_series(0, 4) way join fill.services v on v.i = way or (way > 2 and v.i = way - 3)
group by s.n, way;

-- How many of the first x appointments of a shop ended how: one in twelve was a no-show, one in twelve was cancelled, the
-- rest was completed. Those of today and later are scheduled.
create function fill.no_shows(x bigint) returns bigint language sql immutable parallel safe return (x + 6) / 12;
create function fill.cancelled(x bigint) returns bigint language sql immutable parallel safe return (x + 2) / 12;
create function fill.completed(x bigint) returns bigint language sql immutable parallel safe
return x - (x + 6) / 12 - (x + 2) / 12;

-- A day of a shop: appointments lo to hi - 1. Three technicians take three of them at a time, one trio after the other from 8 o'clock.
create table fill.days as
select d, first + d::int as date, (d * each + days - 1) / days as lo, ((d + 1) * each + days - 1) / days as hi,
  first + d::int < today as is_over
from fill.shape, generate_series(0, days - 1) d;
analyze fill.shops, fill.lines, fill.days;

-- Shop by shop within every k: the cards of one board lie as far apart as those of a shop that books over weeks.
create view fill.appointments as
select
  g, shop, k, k - lo as j, lo, hi, trio, customer, shop_id, date, starts, ends, outcome,
  case outcome when 'scheduled' then 1 when 'completed' then 3 else 2 end as version,
  least(starts - interval '168 hours', at) as created, starts - interval '24 hours' as cancelled,
  (lpad(to_hex((extract(epoch from starts) * 1000)::bigint - 604800000), 12, '0') || '70008000' || lpad(to_hex(g), 12, '0'))::uuid as id
from (
  select g, shop, k, lo, hi, trio, customer, shop_id, date, at, starts, starts + make_interval(secs => seconds * 3 / 4) as ends,
    case when not is_over then 'scheduled' when k % 12 = 5 then 'no_show' when k % 12 = 9 then 'cancelled' else 'completed' end as outcome
  from (
    select g, n as shop, k, lo, hi, k - (k - lo) % 3 as trio, k % customers as customer, s.id as shop_id, date, is_over, at, seconds,
      (date + time '08:00' + make_interval(secs => (k - lo) / 3 * seconds)) at time zone 'America/Los_Angeles' as starts
    from (
      select g, g % shops as n, g / shops as k, (g / shops) * days / each as d, customers, at
      from fill.shape, generate_series(0, shops * each - 1) g
    ) a
    join (select d, date, lo, hi, is_over, least(7200, 43200 / ((hi - lo + 2) / 3)) as seconds from fill.days) day using (d)
    join fill.shops s using (n)
    -- offset 0 keeps the steps apart: taken together, each use of a time would compute it again.
    offset 0
  ) b
  offset 0
) c
offset 0;
