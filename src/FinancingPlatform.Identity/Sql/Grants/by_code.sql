select
    g.id, g.client_id, g.uscc, g.authorization_details::text, g.redirect_uri, g.code_challenge, g.dpop_jkt, g.code_expires_at, g.redeemed_at, g.killed_at,
    consent.authorisation_state(g.authorisation_id)
from identity.authorization_grant g
where g.code_sha256 = $1
for update
