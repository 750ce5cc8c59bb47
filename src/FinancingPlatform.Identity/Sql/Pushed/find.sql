select
    p.client_id, c.bank_uscc, c.bank_name, p.redirect_uri, p.state, p.code_challenge, p.dpop_jkt, p.authorization_details::text, p.created_at, p.expires_at,
    p.pending_id, p.used_at, c.disabled_at is null
from identity.pushed_request p
join identity.client c on c.client_id = p.client_id
where p.reference_sha256 = $1
