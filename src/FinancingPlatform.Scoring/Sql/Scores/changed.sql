-- Windows end on the as-of date, so another day may change any score: only within one day does "changed" leave enterprises out.
with news as
(
    select n.enterprise_id, max(n.at) as at
    from scoring.news n
    where n.at > coalesce((select min(s.known_at) from scoring.score s), '-infinity') - @overlap::interval
    group by n.enterprise_id
)
select e.id
from registry.enterprise e
left join scoring.score s on s.enterprise_id = e.id and s.kind = 'public'
left join news n on n.enterprise_id = e.id
where e.in_city
    and (s.id is null or s.as_of <> @as_of or s.pack_sha256 <> @public_pack or e.updated_at > s.known_at - @overlap::interval or n.at > s.known_at - @overlap::interval)
union
select a.enterprise_id
from scoring.live_authorisation a
left join scoring.score s on s.authorisation_id = a.authorisation_id
left join news n on n.enterprise_id = a.enterprise_id
where (s.id is null or s.as_of <> @as_of or s.pack_sha256 <> @full_pack or n.at > s.known_at - @overlap::interval)
    -- An authorisation too narrow for the full score never gets one: having none is no news.
    and not exists
    (
        select
        from unnest(@full_items) i
        where i <> all (a.items) and i not in (select p.item from scoring.public_item p)
    )
order by 1
