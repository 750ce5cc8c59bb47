with revoked as
(
    update consent.node_authorisation
    set revoked_at = $3, revoke_reason = $4
    where id = $1 and uscc = $2 and revoked_at is null
    returning id
)
select 'revoked' from revoked
union all
select 'already' from consent.node_authorisation where id = $1 and uscc = $2 and revoked_at is not null
limit 1
