-- The board as one statement makes it: every card with its place, by column, and the counts; JSON text, ready to send.
-- What a server without any memory of boards would have to run for each read. $1 the shop, $2 the date.
with shown as materialized (
  select
    status,
    row_number() over (partition by status order by rank, id) - 1 as position,
    card
  from board_cards
  where shop_id = $1 and board_date = $2 and cancelled_at is null
), columns as (
  select
    status,
    count(*) as count,
    json_agg(json_build_object('position', position, 'card', card) order by position) as items
  from shown
  group by status
)
select json_build_object(
  'date', $2::date,
  'revision', (select revision::text from boards where shop_id = $1 and date = $2),
  'columns', json_object_agg(status, json_build_object('items', items)),
  'stats', json_build_object('jobsToday', sum(count), 'statusCounts', json_object_agg(status, count))
)::text as board
from columns
