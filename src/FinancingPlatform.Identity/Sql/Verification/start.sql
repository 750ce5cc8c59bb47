-- Records an attempt, at most $8 a day per enterprise; an earlier open one ends with it. No row: too many.
with today as (
    select count(*) as attempts
    from identity.verification_attempt as t
    where t.enterprise_id = $2 and t.started_at > $6::timestamptz - interval '1 day'
),
ended as (
    update identity.verification_attempt
    set state = 'dead'
    where enterprise_id = $2 and state = 'pending' and (select attempts from today) < $8
)
insert into identity.verification_attempt (id, enterprise_id, account_id, method, credential_id, started_at, expires_at)
select $1, $2, $3, $4, $5, $6, $7
from today
where today.attempts < $8
returning id
