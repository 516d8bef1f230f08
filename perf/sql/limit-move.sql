-- pgbench -n -M prepared -c 20 -j 2 -T 6 -D boards=20 -f limit-move.sql DATABASE
-- boards=20 takes cards of all boards, boards=1 those of one.
\set i random(0, 1999 / 20) * 20 + random(0, :boards - 1)
with u as (update a set status = case status when 'ready' then 'in_progress' else 'ready' end, version = version + 1, updated_at = now() where id = :i returning id, b, version, status), r as (update b set rev = rev + 1 from u where b.id = u.b returning rev) insert into e select u.id, u.b, r.rev, u.version, now(), u.status from u, r returning rev;
