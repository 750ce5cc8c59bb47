insert into identity.authorization_grant
    (id, client_id, authorisation_id, uscc, authorization_details, redirect_uri, code_challenge, dpop_jkt, code_sha256, code_expires_at, created_at)
values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $11)
