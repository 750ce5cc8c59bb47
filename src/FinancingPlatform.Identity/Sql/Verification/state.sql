-- The best live verification of enterprise $1, and the attempt of account $2 that is still open at $3.
select v.level, v.valid_until, v.credential_id, p.id
from (select) as one
left join lateral (
    select lv.level, lv.valid_until, lv.credential_id
    from identity.live_verification as lv
    where lv.enterprise_id = $1
    order by lv.level desc, lv.verified_at desc
    limit 1
) as v on true
left join lateral (
    select t.id
    from identity.verification_attempt as t
    where t.enterprise_id = $1 and t.account_id = $2 and t.state = 'pending' and t.expires_at > $3
    order by t.started_at desc
    limit 1
) as p on true
