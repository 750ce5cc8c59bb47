-- The audit chain (审计链): who did what to whom, why, and how it ended; 64 chains, each link holding the hash of the one before.
-- No credit value and no personal identifier stands here: a payload is a digest, so it can be erased and the chain still verifies.
create table audit.event (
    chain smallint not null check (chain between 0 and 63),
    seq bigint not null check (seq > 0),
    event_id uuid not null unique,
    -- Microseconds, as the column keeps them and as the hash reads them.
    occurred_at timestamptz not null,
    -- The database role that was connected: an actor's name can be made up by the caller, this cannot.
    db_role text not null,
    actor text not null,
    subject text,
    purpose text,
    action text not null,
    outcome text not null,
    reason text,
    consent_id uuid,
    request_id text,
    payload_sha256 bytea,
    -- The bytes that were hashed, so that verifying needs no serialiser.
    canon bytea not null,
    prev_hash bytea not null check (octet_length(prev_hash) = 32),
    row_hash bytea not null check (octet_length(row_hash) = 32),
    primary key (chain, seq)
);

create table audit.tip (
    chain smallint primary key check (chain between 0 and 63),
    seq bigint not null default 0,
    row_hash bytea not null default decode(repeat('00', 32), 'hex')
);
insert into audit.tip (chain) select generate_series(0, 63);

-- A seal (封印): the Merkle root over every link since the seal before, signed by a key that the database's owner does not have.
create table audit.seal (
    seal_no bigint primary key check (seal_no > 0),
    sealed_at timestamptz not null,
    events bigint not null,
    root bytea not null check (octet_length(root) = 32),
    jws text not null
);

-- A field as hashed: four bytes of length, then the bytes; ffffffff for null, so that null and empty differ and no two rows share their bytes.
create function audit.field(p_value bytea) returns bytea
language sql immutable parallel safe
return case when p_value is null then '\xffffffff'::bytea else int4send(octet_length(p_value)) || p_value end;

create function audit.append(
    p_chain_key bigint, p_event_id uuid, p_actor text, p_subject text, p_purpose text, p_action text, p_outcome text, p_reason text,
    p_consent_id uuid, p_request_id text, p_payload_sha256 bytea)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    -- Enterprises are numbered one after another, so the low six bits spread them evenly; what belongs to none goes to chain 0.
    v_chain smallint := (coalesce(p_chain_key, 0) & 63)::smallint;
    v_seq bigint;
    v_prev bytea;
    v_at timestamptz;
    v_canon bytea;
    v_hash bytea;
begin
    -- The one place where writers of a chain queue: call append last in a transaction.
    select t.seq + 1, t.row_hash into strict v_seq, v_prev from audit.tip t where t.chain = v_chain for no key update;
    v_at := clock_timestamp();
    v_canon := convert_to('financing-platform/audit/1', 'UTF8')
        || audit.field(int8send(v_chain::bigint))
        || audit.field(int8send(v_seq))
        || audit.field(uuid_send(p_event_id))
        || audit.field(int8send((extract(epoch from v_at) * 1000000)::bigint))
        || audit.field(convert_to(session_user::text, 'UTF8'))
        || audit.field(convert_to(p_actor, 'UTF8'))
        || audit.field(convert_to(p_subject, 'UTF8'))
        || audit.field(convert_to(p_purpose, 'UTF8'))
        || audit.field(convert_to(p_action, 'UTF8'))
        || audit.field(convert_to(p_outcome, 'UTF8'))
        || audit.field(convert_to(p_reason, 'UTF8'))
        || audit.field(uuid_send(p_consent_id))
        || audit.field(convert_to(p_request_id, 'UTF8'))
        || audit.field(p_payload_sha256);
    v_hash := sha256(v_canon || v_prev);
    insert into audit.event (
        chain, seq, event_id, occurred_at, db_role, actor, subject, purpose, action, outcome, reason, consent_id, request_id,
        payload_sha256, canon, prev_hash, row_hash)
    values (
        v_chain, v_seq, p_event_id, v_at, session_user::text, p_actor, p_subject, p_purpose, p_action, p_outcome, p_reason, p_consent_id,
        p_request_id, p_payload_sha256, v_canon, v_prev, v_hash);
    update audit.tip t set seq = v_seq, row_hash = v_hash where t.chain = v_chain;
end
$$;

-- Keeps a seal; the number is the next one or nothing, so that two sealers cannot both write it.
create function audit.record_seal(p_seal_no bigint, p_sealed_at timestamptz, p_events bigint, p_root bytea, p_jws text) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into audit.seal (seal_no, sealed_at, events, root, jws) values (p_seal_no, p_sealed_at, p_events, p_root, p_jws)
$$;

grant usage on schema audit to ${portal}, ${bank_desk}, ${bank_api}, ${worker}, ${loader}, ${regulator}, ${gate}, ${node};
-- Insert, never update or delete: also for the role that writes.
grant select, insert on audit.event, audit.seal to ${ledger};
grant select, update on audit.tip to ${ledger};
grant select on audit.event, audit.tip, audit.seal to ${worker}, ${node};
grant execute on function audit.field(bytea) to ${ledger};
call platform.give('audit.append(bigint, uuid, text, text, text, text, text, text, uuid, text, bytea)', '${ledger}');
call platform.give('audit.record_seal(bigint, timestamptz, bigint, bytea, text)', '${ledger}');
grant execute on function audit.append(bigint, uuid, text, text, text, text, text, text, uuid, text, bytea)
    to ${portal}, ${bank_desk}, ${bank_api}, ${worker}, ${loader}, ${regulator}, ${gate}, ${node}, ${ledger};
grant execute on function audit.record_seal(bigint, timestamptz, bigint, bytea, text) to ${worker}, ${node};
