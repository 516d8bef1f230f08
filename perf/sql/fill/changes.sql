-- What a stream can resume from: the boards of today and later. Who asks for what happened on an older board is given the
-- whole board, as after any gap.
insert into board_changes (shop_id, date, revision, at, cards, ranks, removed, was)
select a.shop_id, a.date, a.j + 1, a.created, jsonb_build_array(b.card), jsonb_build_object(b.id, b.rank), '[]',
  jsonb_build_object(b.id, null)
from fill.shape, fill.appointments a join board_cards b on b.shop_id = a.shop_id and b.id = a.id
where a.date >= today;
