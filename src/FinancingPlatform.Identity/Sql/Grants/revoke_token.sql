-- A token of this client and no other's; one that is unknown revokes nothing.
insert into identity.revoked_token (token_id, expires_at)
select t.token_id, t.expires_at
from identity.token_request t
where t.token_id = $1 and t.client_id = $2 and t.expires_at > $3
on conflict do nothing
