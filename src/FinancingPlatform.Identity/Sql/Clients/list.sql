select
    c.client_id, c.kind, c.bank_uscc, c.bank_name, c.auth_method, c.disabled_at,
    (select string_agg(k ->> 'kid', ', ' order by k ->> 'kid') from jsonb_array_elements(c.jwks -> 'keys') k),
    cardinality(c.certificate_sha256), array_to_string(c.redirect_uris, ' ')
from identity.client c
where $1::text is null or c.client_id > $1
order by c.client_id
limit $2
