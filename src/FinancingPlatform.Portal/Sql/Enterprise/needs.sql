-- One page of the signed-in enterprise's needs, newest first, with how far banks are. $1 and $2: where the page begins; $3: rows; $4: one need, or null.
select
    n.id, n.need_no, n.amount_yuan, n.months, n.purpose, n.loan_type, cardinality(n.picked_banks), n.posted_at, n.decide_by, n.withdrawn_at, n.closed_at,
    c.working, c.approved, c.refused,
    array(select coalesce(b.name, p.uscc) from unnest(n.picked_banks) p (uscc) left join lending.bank b on b.uscc = p.uscc order by 1)
from lending.need n
cross join lateral
(
    select
        count(*) filter (where k.decided_at is null) as working,
        count(*) filter (where k.decision = 'approved') as approved,
        count(*) filter (where k.decision = 'refused') as refused
    from lending.need_claim k
    where k.need_id = n.id and k.enterprise_id = n.enterprise_id and k.released_at is null
) c
where n.enterprise_id = (select identity.session_enterprise_id())
    and ($4::uuid is null or n.id = $4::uuid)
    and ($1::timestamptz is null or (n.posted_at, n.id) < ($1::timestamptz, $2::uuid))
order by n.posted_at desc, n.id desc
limit $3
