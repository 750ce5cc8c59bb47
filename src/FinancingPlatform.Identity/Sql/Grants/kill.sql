-- The grant and every token that it gave and that still lives.
with killed as
(
    update identity.authorization_grant
    set killed_at = $2, kill_reason = $3
    where id = $1 and killed_at is null
)
insert into identity.revoked_token (token_id, expires_at)
select t.token_id, t.expires_at
from identity.token_request t
where t.grant_id = $1 and t.expires_at > $2
on conflict do nothing
