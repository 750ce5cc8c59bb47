-- A day's rings of one kind, after the last ones were cleared; a member whose authorisation ended meanwhile takes its ring with it.
with found as
(
    select u.*
    from unnest(@banks, @enterprises, @rings, @sizes, @amounts) as u (bank_uscc, enterprise_id, ring, size, amount)
),
broken as
(
    select distinct f.bank_uscc, f.ring
    from found f
    where not exists
    (
        select from scoring.live_authorisation l
        join consent.authorisation a on a.id = l.authorisation_id
        where l.enterprise_id = f.enterprise_id and a.bank_uscc = f.bank_uscc and @item = any (l.items)
    )
),
ran as
(
    insert into scoring.ring_run (kind, as_of, known_at) values (@kind, @as_of, @known)
    on conflict (kind) do update set as_of = excluded.as_of, known_at = excluded.known_at
)
insert into scoring.ring_member (bank_uscc, kind, enterprise_id, ring, size, amount_yuan)
select f.bank_uscc, @kind, f.enterprise_id, f.ring, f.size, f.amount::numeric(18, 2)
from found f
where not exists (select from broken b where b.bank_uscc = f.bank_uscc and b.ring = f.ring)
