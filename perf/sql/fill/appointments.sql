insert into appointments (shop_id, id, version, board_date, status, rank, customer_id, vehicle_id, tech_id, appt_start, appt_end,
  check_in_at, check_out_at, services, total_cents, paid_cents, notes, cancelled_at, created_at, updated_at)
select shop_id, a.id, version, date, case outcome when 'cancelled' then 'scheduled' else outcome end, j * 1048576,
  fill.id('6', a.shop, customer), fill.id('7', a.shop, customer), fill.id('4', a.shop, j % 3), starts, ends,
  case outcome when 'completed' then starts end, case outcome when 'completed' then ends end,
  services, total, case when k % 2 = 0 then total else 0 end,
  case when k % 4 = 0 then 'Call before you come. Gate code ' || 1000 + k % 9000 || '.' end,
  case outcome when 'cancelled' then cancelled end, created,
  case outcome when 'completed' then ends when 'no_show' then starts when 'cancelled' then cancelled else created end
from fill.appointments a join fill.lines l on l.shop = a.shop and l.way = k % 5;
