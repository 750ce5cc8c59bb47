-- One page of what banks asked the signed-in enterprise for, newest first. $1 and $2: where the page begins; $3: rows; $4: one request, or null.
select
    r.id, r.bank_uscc, coalesce(b.name, r.bank_uscc), r.items, r.purpose, r.leg_look, r.leg_return, r.leg_training, r.days, r.max_uses, r.operator, r.branch,
    r.asked_at, r.expires_at, r.declined_at, r.cancelled_at, a.id
from consent.authorisation_request r
left join lending.bank b on b.uscc = r.bank_uscc
-- The authorisation that answered it: signed after it, for the same bank and purpose, with all its items and legs.
left join lateral
(
    select g.id
    from consent.authorisation g
    where g.enterprise_id = r.enterprise_id and g.bank_uscc = r.bank_uscc and g.purpose = r.purpose and g.signed_at >= r.asked_at and r.items <@ g.items
        and (g.leg_look or not r.leg_look) and (g.leg_return or not r.leg_return) and (g.leg_training or not r.leg_training)
    order by g.signed_at
    limit 1
) a on true
where r.enterprise_id = (select identity.session_enterprise_id())
    and ($4::uuid is null or r.id = $4::uuid)
    and ($1::timestamptz is null or (r.asked_at, r.id) < ($1::timestamptz, $2::uuid))
order by r.asked_at desc, r.id desc
limit $3
