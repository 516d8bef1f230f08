-- One row a version. Three scheduled cards are begun in their order, then ended in their order, and then the next three.
insert into events (shop_id, subject, subject_id, version, type, at, actor_id, actor_name, correlation_id, from_status, to_status,
  from_position, to_position, changes, idempotency_key, request_hash, answer)
select shop_id, 'appointment', a.id, v, 
  case when v = 1 then 'created' when outcome = 'cancelled' then 'cancelled' else 'moved' end,
  case when v = 1 then created when v = 3 then ends when outcome = 'cancelled' then cancelled else starts end,
  'anonymous', 'anonymous', 'fill',
  case v when 2 then 'scheduled' when 3 then 'in_progress' end,
  case when v = 1 then 'scheduled' when v = 3 then 'completed' when outcome = 'completed' then 'in_progress' when outcome = 'no_show' then 'no_show' end,
  case when v = 1 then null when outcome = 'cancelled' then j - (fill.cancelled(k) - fill.cancelled(lo)) else 0 end,
  case when v = 1 then j when v = 3 then fill.completed(k) - fill.completed(lo)
    when outcome = 'completed' then fill.completed(k) - fill.completed(trio)
    when outcome = 'no_show' then fill.no_shows(k) - fill.no_shows(lo) end,
  case
    when v = 1 then jsonb_build_object(
      'status', jsonb_build_object('from', null, 'to', 'scheduled'),
      'appt_start', jsonb_build_object('from', null, 'to', wire_instant(starts)),
      'appt_end', jsonb_build_object('from', null, 'to', wire_instant(ends)),
      'services', jsonb_build_object('from', null, 'to', services),
      'total_cents', jsonb_build_object('from', null, 'to', total),
      'paid_cents', jsonb_build_object('from', null, 'to', case when k % 2 = 0 then total else 0 end))
    when v = 3 then jsonb_build_object(
      'status', '{"from": "in_progress", "to": "completed"}'::jsonb,
      'check_out_at', jsonb_build_object('from', null, 'to', wire_instant(ends)))
    when outcome = 'completed' then jsonb_build_object(
      'status', '{"from": "scheduled", "to": "in_progress"}'::jsonb,
      'check_in_at', jsonb_build_object('from', null, 'to', wire_instant(starts)))
    when outcome = 'no_show' then '{"status": {"from": "scheduled", "to": "no_show"}}'
    else '{"cancelled": {"from": false, "to": true}}'
  end,
  -- Completions came with a key, its time first as the app's have it, so that looking for one looks among millions.
  case v when 3 then lpad(to_hex((extract(epoch from ends) * 1000)::bigint), 12, '0') || left(md5(g::text), 20) end, case v when 3 then repeat(md5(g::text), 2) end,
  case v when 3 then '{"appointment_id":"' || a.id || '","status":"completed","position":' || fill.completed(k) - fill.completed(lo) ||
    ',"version":3,"updated_at":"' || wire_instant(ends) || '","date":"' || date || '","revision":"' ||
    -- All creations and cancellations came first, then the trios before, then the beginnings of this one.
    (hi - lo) + (fill.cancelled(hi) - fill.cancelled(lo))
    + 2 * (fill.completed(trio) - fill.completed(lo)) + (fill.no_shows(trio) - fill.no_shows(lo))
    + (fill.completed(least(trio + 3, hi)) - fill.completed(trio)) + (fill.no_shows(least(trio + 3, hi)) - fill.no_shows(trio))
    + (fill.completed(k) - fill.completed(trio)) + 1 || '"}' end
from fill.appointments a join fill.lines l on l.shop = a.shop and l.way = k % 5, generate_series(1, a.version) v;

insert into events (shop_id, subject, subject_id, version, type, at, actor_id, actor_name, correlation_id, changes)
select shop_id, subject, id, 1, 'created', created_at, 'anonymous', 'anonymous', 'fill',
  jsonb_build_object('name', jsonb_build_object('from', null, 'to', name))
from (
  select shop_id, 'customer' as subject, id, name, created_at from customers
  union all select shop_id, 'vehicle', id, concat_ws(' ', year, make, model), created_at from vehicles
  union all select shop_id, 'technician', id, name, created_at from technicians
  union all select shop_id, 'service', id, name, created_at from services
) made;
