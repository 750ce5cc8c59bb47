-- Null when the authorisation allowed the return at the moment of the post; otherwise why not.
select case
    when a.id is null then 'unknown-authorisation'
    when not a.leg_return then 'no-return-authorisation'
    when a.revoked_at <= $4 then 'authorisation-revoked'
end
from (select $1::uuid as id) wanted
left join consent.node_authorisation a on a.id = wanted.id and a.uscc = $2 and a.bank_uscc = $3
