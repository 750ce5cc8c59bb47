insert into identity.client as c (client_id, bank_uscc, bank_name, jwks, created_at, kind, items, redirect_uris, auth_method, certificate_sha256)
values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10)
on conflict (client_id) do update
set bank_name = excluded.bank_name, jwks = excluded.jwks, items = excluded.items, redirect_uris = excluded.redirect_uris, auth_method = excluded.auth_method,
    certificate_sha256 = excluded.certificate_sha256
where c.bank_uscc = excluded.bank_uscc and c.kind = excluded.kind
