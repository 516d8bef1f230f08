-- Shops, their price lists, people and vehicles.
insert into shops (id, name, time_zone)
select id, 'Shop ' || n, 'America/Los_Angeles' from fill.shops where n > 0;

insert into services (shop_id, id, code, name, base_price_cents, est_minutes, was_booked, created_at, updated_at)
select s.id, fill.id('5', s.n, v.i), v.code, v.name, v.cents, v.minutes, true, first - 30, first - 30
from fill.shape, fill.shops s, fill.services v;

insert into technicians (shop_id, id, name, created_at, updated_at)
select s.id, fill.id('4', s.n, i), (array['Sam Lee', 'Rosa Diaz', 'Kim Novak'])[i + 1], first - 30, first - 30
from fill.shape, fill.shops s, generate_series(0, 2) i;

insert into customers (shop_id, id, name, phone, email, created_at, updated_at)
select s.id, fill.id('6', s.n, i),
  (array['Ana', 'Ben', 'Carla', 'Dmitri', 'Elena', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jack', 'Keiko'])[i % 11 + 1] || ' ' ||
  (array['Torres', 'Okafor', 'Meyer', 'Nguyen', 'Silva', 'Novak', 'Haddad'])[i % 7 + 1] || ' ' || i,
  '(555) ' || lpad((i / 10000 % 1000)::text, 3, '0') || '-' || lpad((i % 10000)::text, 4, '0'),
  case when i % 2 = 0 then 'customer' || i || '@example.com' end, first - 30, first - 30
from fill.shape, fill.shops s, generate_series(0, customers - 1) i order by i, s.n;

insert into vehicles (shop_id, id, customer_id, license_plate, year, make, model, created_at, updated_at)
select s.id, fill.id('7', s.n, i), fill.id('6', s.n, i), lpad(to_hex(7 * i + s.n), 7, '7'), 2005 + i % 20,
  (array['Honda', 'Toyota', 'Ford', 'Chevrolet', 'Subaru'])[i % 5 + 1],
  (array['Civic', 'Camry', 'F-150', 'Silverado 1500', 'Outback'])[i % 5 + 1], first - 30, first - 30
from fill.shape, fill.shops s, generate_series(0, customers - 1) i order by i, s.n;

-- A board's revision is the number of changes it has seen: one for every version of every appointment on it.
insert into boards (shop_id, date, revision)
select s.id, date, case when is_over
  then 3 * (hi - lo) - (fill.no_shows(hi) - fill.no_shows(lo)) - (fill.cancelled(hi) - fill.cancelled(lo)) else hi - lo end
from fill.days, fill.shops s where hi > lo order by date, s.n;
