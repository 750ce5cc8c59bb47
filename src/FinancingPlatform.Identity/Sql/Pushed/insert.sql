insert into identity.pushed_request
    (reference_sha256, client_id, redirect_uri, state, code_challenge, dpop_jkt, authorization_details, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)
