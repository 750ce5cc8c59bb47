-- The banks' machine clients, what they were given tokens for, and the memory of used proofs.
create table identity.client (
    client_id text collate "C" primary key,
    bank_uscc text collate "C" not null,
    bank_name text not null,
    jwks jsonb not null,
    disabled_at timestamptz,
    created_at timestamptz not null
);

-- The bank's own signed request for each token (rule A6), and at the same time the memory that a client
-- assertion works once: the primary key decides, not a look beforehand.
create table identity.token_request (
    client_id text collate "C" not null references identity.client (client_id),
    assertion_jti_sha256 bytea not null,
    token_id text collate "C" not null,
    jkt text collate "C" not null,
    client_assertion text not null,
    dpop_proof text not null,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (client_id, assertion_jti_sha256)
);
create unique index token_request_token_id_key on identity.token_request (token_id);

-- Unlogged: the row matters for about a minute and is written on every request. After a crash the table is
-- empty, so a proof of the last minute could be shown again; it is still bound to its key, token, method and URL.
create unlogged table identity.dpop_jti (
    jkt text collate "C" not null,
    jti_sha256 bytea not null,
    expires_at timestamptz not null,
    primary key (jkt, jti_sha256)
);
create index dpop_jti_expires_idx on identity.dpop_jti (expires_at);

grant select, insert, update on identity.client to ${portal};
grant select, insert on identity.token_request to ${portal};
grant select (client_id, bank_uscc, bank_name, disabled_at) on identity.client to ${bank_api};

-- True once per proof. One statement, so two requests with the same proof at the same instant cannot both win.
create function identity.use_dpop_proof(p_jkt text, p_jti_sha256 bytea, p_expires_at timestamptz) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into identity.dpop_jti (jkt, jti_sha256, expires_at)
    values (p_jkt, p_jti_sha256, p_expires_at)
    on conflict do nothing;
    return found;
end
$$;

grant select, insert, update, delete on identity.dpop_jti to ${gate};
call platform.give('identity.use_dpop_proof(text, bytea, timestamptz)', '${gate}');
grant execute on function identity.use_dpop_proof(text, bytea, timestamptz) to ${portal}, ${bank_api};

-- Forgets what has expired and serves nothing any more, at most p_limit rows of each table; says how many rows went.
create function identity.forget_expired(p_limit int) returns int
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
    return v_sum + v_gone;
end
$$;
-- Deleting needs to see the row, and a session's owner must still be found while it lives: the functions above only read.
grant select, update, delete on identity.ceremony, identity.one_time_code, identity.session to ${gate};
call platform.give('identity.forget_expired(int)', '${gate}');
grant execute on function identity.forget_expired(int) to ${portal}, ${bank_api}, ${worker};
