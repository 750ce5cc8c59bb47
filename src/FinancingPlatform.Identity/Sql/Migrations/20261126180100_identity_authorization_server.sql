-- The authorization code flow (FAPI 2.0 Security Profile): pushed requests (RFC 9126), grants with their code and refresh token, and what was killed.

-- Where a client may be answered, and how it proves who it is. Service = the city's own services, which may ask about tokens (RFC 7662).
alter table identity.client
    add column redirect_uris text[] not null default '{}',
    add column auth_method text collate "C" not null default 'private_key_jwt' check (auth_method in ('private_key_jwt', 'self_signed_tls_client_auth')),
    -- SHA-256 of the certificates that a client may show (RFC 8705 section 2.2); the certificate is registered itself, so no authority stands behind it.
    add column certificate_sha256 bytea[] not null default '{}';
alter table identity.client drop constraint client_kind_check;
alter table identity.client add constraint client_kind_check check (kind in ('bank', 'department', 'service'));

-- A client assertion works once, at whichever endpoint. Outside token_request because not every use of one leads to a token.
create table identity.used_assertion
(
    client_id  text        not null collate "C" references identity.client (client_id),
    jti_sha256 bytea       not null,
    expires_at timestamptz not null,
    primary key (client_id, jti_sha256)
);
create index used_assertion_expires_idx on identity.used_assertion (expires_at);

-- What a client pushed. The reference is a secret until it is used, so only its digest lies here.
create table identity.pushed_request
(
    reference_sha256      bytea       not null primary key,
    client_id             text        not null collate "C" references identity.client (client_id),
    redirect_uri          text        not null,
    state                 text,
    code_challenge        text        not null collate "C",
    dpop_jkt              text        collate "C",
    authorization_details jsonb       not null,
    created_at            timestamptz not null,
    expires_at            timestamptz not null,
    -- The text that waits for a signature because of this request; the signature is taken for this one and no other.
    pending_id            uuid,
    -- Set when it was answered: granted or refused. Reading the page again before that is no use (RFC 9126 section 4).
    used_at               timestamptz
);
create index pushed_request_expires_idx on identity.pushed_request (expires_at);

-- A grant is the signed authorisation, reachable by a code once and then by a refresh token that is not rotated.
create table identity.authorization_grant
(
    id                    uuid        not null primary key,
    client_id             text        not null collate "C" references identity.client (client_id),
    authorisation_id      uuid        not null unique references consent.authorisation (id),
    uscc                  text        not null collate "C",
    authorization_details jsonb       not null,
    redirect_uri          text        not null,
    code_challenge        text        not null collate "C",
    dpop_jkt              text        collate "C",
    code_sha256           bytea       not null unique,
    code_expires_at       timestamptz not null,
    redeemed_at           timestamptz,
    refresh_sha256        bytea       unique,
    created_at            timestamptz not null,
    killed_at             timestamptz,
    kill_reason           text        collate "C",
    constraint grant_refresh_after_redemption check (refresh_sha256 is null or redeemed_at is not null)
);

-- A token by certificate has no proof, one by mutual TLS alone no assertion; a token of a grant dies with it.
alter table identity.token_request
    alter column client_assertion drop not null,
    alter column dpop_proof drop not null,
    alter column jkt drop not null,
    add column x5t_s256 text collate "C",
    add column grant_id uuid references identity.authorization_grant (id),
    add constraint token_request_is_bound check (jkt is not null or x5t_s256 is not null);
create index token_request_grant_idx on identity.token_request (grant_id) where grant_id is not null;

-- Tokens that died before their time; resource servers read the live part of it once a second.
create table identity.revoked_token
(
    token_id   text        not null collate "C" primary key,
    expires_at timestamptz not null
);
create index revoked_token_expires_idx on identity.revoked_token (expires_at);

grant select, insert on identity.used_assertion, identity.revoked_token to ${portal};
grant select, insert, update on identity.pushed_request, identity.authorization_grant to ${portal};
grant select on identity.revoked_token to ${bank_api};

-- Forgets what has expired and serves nothing any more, at most p_limit rows of each table; says how many rows went.
create or replace function identity.forget_expired(p_limit int) returns int
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_gone int;
    v_sum int;
begin
    delete from identity.dpop_jti as d
    where d.ctid = any (array(
        select o.ctid from identity.dpop_jti as o where o.expires_at < v_now order by o.expires_at limit p_limit
        for update skip locked
    ));
    get diagnostics v_sum = row_count;
    delete from identity.ceremony as c
    where c.ctid = any (array(
        select o.ctid from identity.ceremony as o where o.expires_at < v_now order by o.expires_at limit p_limit
        for update skip locked
    ));
    get diagnostics v_gone = row_count;
    v_sum := v_sum + v_gone;
    -- A day longer than they live: the limits on sending look back an hour, a complaint about abuse a day.
    delete from identity.one_time_code as c
    where c.ctid = any (array(
        select o.ctid from identity.one_time_code as o where o.created_at < v_now - interval '1 day' order by o.created_at limit p_limit
        for update skip locked
    ));
    get diagnostics v_gone = row_count;
    v_sum := v_sum + v_gone;
    delete from identity.session as s
    where s.ctid = any (array(
        select o.ctid from identity.session as o where o.expires_at < v_now - interval '30 days' order by o.expires_at limit p_limit
        for update skip locked
    ));
    get diagnostics v_gone = row_count;
    v_sum := v_sum + v_gone;
    delete from identity.used_assertion as u
    where u.ctid = any (array(
        select o.ctid from identity.used_assertion as o where o.expires_at < v_now order by o.expires_at limit p_limit
        for update skip locked
    ));
    get diagnostics v_gone = row_count;
    v_sum := v_sum + v_gone;
    -- An hour longer than they live: whoever comes back late is told that the request expired, not that there was none.
    delete from identity.pushed_request as p
    where p.ctid = any (array(
        select o.ctid from identity.pushed_request as o where o.expires_at < v_now - interval '1 hour' order by o.expires_at limit p_limit
        for update skip locked
    ));
    get diagnostics v_gone = row_count;
    v_sum := v_sum + v_gone;
    delete from identity.revoked_token as r
    where r.ctid = any (array(
        select o.ctid from identity.revoked_token as o where o.expires_at < v_now order by o.expires_at limit p_limit
        for update skip locked
    ));
    get diagnostics v_gone = row_count;
    return v_sum + v_gone;
end
$$;
grant select, update, delete on identity.used_assertion, identity.pushed_request, identity.revoked_token to ${gate};
