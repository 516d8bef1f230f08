-- The least that any correct move must do, on tables of its own: lock and number the board, change the card, note the
-- event. Nothing of the program is in it: no keys, no order, no shop, no history that could be shown. It stands for what
-- this PostgreSQL on this disk can give at all. Run once in an empty database; `limit-move.sql` is then one move.
create table b (id int primary key, rev bigint not null default 0);
insert into b select g from generate_series(0, 19) g;
create table a (
  id int primary key,
  b int not null,
  status text not null,
  version int not null default 1,
  updated_at timestamptz,
  pad text
);
-- 20 boards of 100 cards, each about as wide as an appointment's row.
insert into a select g, g % 20, 'in_progress', 1, now(), repeat('x', 200) from generate_series(0, 1999) g;
create table e (a int, b int, rev bigint, version int, at timestamptz, d text);
