-- Links and messages of several requests that are committed together (合并提交): each table is written once for all of them. What a request's rows
-- hold does not depend on whom it was committed with.

-- The bytes of a link that are hashed, before the hash of the link in front of it.
create function audit.canon(
    p_chain smallint, p_seq bigint, p_event_id uuid, p_at timestamptz, p_role text, p_actor text, p_subject text, p_purpose text, p_action text,
    p_outcome text, p_reason text, p_consent_id uuid, p_request_id text, p_payload_sha256 bytea)
returns bytea
language sql stable parallel safe
return convert_to('financing-platform/audit/1', 'UTF8')
    || audit.field(int8send(p_chain::bigint))
    || audit.field(int8send(p_seq))
    || audit.field(uuid_send(p_event_id))
    || audit.field(int8send((extract(epoch from p_at) * 1000000)::bigint))
    || audit.field(convert_to(p_role, 'UTF8'))
    || audit.field(convert_to(p_actor, 'UTF8'))
    || audit.field(convert_to(p_subject, 'UTF8'))
    || audit.field(convert_to(p_purpose, 'UTF8'))
    || audit.field(convert_to(p_action, 'UTF8'))
    || audit.field(convert_to(p_outcome, 'UTF8'))
    || audit.field(convert_to(p_reason, 'UTF8'))
    || audit.field(uuid_send(p_consent_id))
    || audit.field(convert_to(p_request_id, 'UTF8'))
    || audit.field(p_payload_sha256);

-- Appends links in the order of the arrays, each as audit.append would; on several chains, whose tips it takes in their order, so that two such
-- transactions never wait for each other in a ring. The arrays have the same length. Call it last in a transaction.
create function audit.append_many(
    p_chain_keys bigint[], p_event_ids uuid[], p_actors text[], p_subjects text[], p_purposes text[], p_actions text[], p_outcomes text[],
    p_reasons text[], p_consent_ids uuid[], p_request_ids text[], p_payloads_sha256 bytea[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz;
    v_role text := session_user::text;
    v_link record;
    v_hash bytea;
    v_prev bytea;
    v_places int[] := '{}';
    v_chains smallint[] := '{}';
    v_seqs bigint[] := '{}';
    v_canons bytea[] := '{}';
    v_prevs bytea[] := '{}';
    v_hashes bytea[] := '{}';
begin
    perform 1
    from audit.tip t
    where t.chain = any (array(select (coalesce(k.key, 0) & 63)::smallint from unnest(p_chain_keys) as k (key)))
    order by t.chain
    for no key update;
    v_at := clock_timestamp();

    for v_link in
        select e.n, e.chain, e.seq, e.nth, e.tip_hash,
            audit.canon(e.chain, e.seq, e.event_id, v_at, v_role, e.actor, e.subject, e.purpose, e.action, e.outcome, e.reason, e.consent_id, e.request_id,
                e.payload_sha256) as canon
        from (
            select u.*, t.chain, t.row_hash as tip_hash, w.nth, t.seq + w.nth as seq
            from unnest(p_chain_keys, p_event_ids, p_actors, p_subjects, p_purposes, p_actions, p_outcomes, p_reasons, p_consent_ids, p_request_ids,
                p_payloads_sha256) with ordinality
                as u (chain_key, event_id, actor, subject, purpose, action, outcome, reason, consent_id, request_id, payload_sha256, n)
            join (
                select k.n, (coalesce(k.key, 0) & 63)::smallint as chain, row_number() over (partition by coalesce(k.key, 0) & 63 order by k.n) as nth
                from unnest(p_chain_keys) with ordinality as k (key, n)
            ) w on w.n = u.n
            join audit.tip t on t.chain = w.chain
        ) e
        order by e.chain, e.nth
    loop
        v_prev := case when v_link.nth = 1 then v_link.tip_hash else v_hash end;
        v_hash := sha256(v_link.canon || v_prev);
        v_places := v_places || v_link.n::int;
        v_chains := v_chains || v_link.chain;
        v_seqs := v_seqs || v_link.seq;
        v_canons := v_canons || v_link.canon;
        v_prevs := v_prevs || v_prev;
        v_hashes := v_hashes || v_hash;
    end loop;

    insert into audit.event (
        chain, seq, event_id, occurred_at, db_role, actor, subject, purpose, action, outcome, reason, consent_id, request_id,
        payload_sha256, canon, prev_hash, row_hash)
    select l.chain, l.seq, p_event_ids[l.n], v_at, v_role, p_actors[l.n], p_subjects[l.n], p_purposes[l.n], p_actions[l.n], p_outcomes[l.n],
        p_reasons[l.n], p_consent_ids[l.n], p_request_ids[l.n], p_payloads_sha256[l.n], l.canon, l.prev_hash, l.row_hash
    from unnest(v_places, v_chains, v_seqs, v_canons, v_prevs, v_hashes) as l (n, chain, seq, canon, prev_hash, row_hash);

    update audit.tip t
    set seq = l.seq, row_hash = l.row_hash
    from (
        select distinct on (u.chain) u.chain, u.seq, u.row_hash
        from unnest(v_chains, v_seqs, v_hashes) as u (chain, seq, row_hash)
        order by u.chain, u.seq desc
    ) l
    where t.chain = l.chain;
end
$$;

-- Puts messages at the ends of their streams, in the order of the arrays; the streams are taken in their order for the same reason as the tips.
create function exchange.enqueue_many(p_message_ids uuid[], p_destination text, p_streams text[], p_kinds text[], p_payloads bytea[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_now timestamptz := clock_timestamp();
begin
    with told as (
        select u.*, row_number() over (partition by u.stream order by u.n) as nth, count(*) over (partition by u.stream) as of_stream
        from unnest(p_message_ids, p_streams, p_kinds, p_payloads) with ordinality as u (message_id, stream, kind, payload, n)
    ),
    raised as (
        insert into exchange.outbox_stream as s (destination, stream, last_seq, available_at, waiting_since)
        select p_destination, t.stream, t.of_stream, v_now, v_now from told t where t.nth = 1 order by t.stream
        on conflict (destination, stream) do update set
            last_seq = s.last_seq + excluded.last_seq,
            -- A stream that waits already keeps its lease, its pause or its parking.
            available_at = case when s.delivered_seq = s.last_seq then v_now else s.available_at end,
            waiting_since = case when s.delivered_seq = s.last_seq then v_now else s.waiting_since end
        returning s.stream, s.last_seq
    )
    insert into exchange.outbox (message_id, destination, stream, stream_seq, kind, payload, payload_sha256, created_at)
    select t.message_id, p_destination, t.stream, r.last_seq - t.of_stream + t.nth, t.kind, t.payload, sha256(t.payload), v_now
    from told t
    join raised r on r.stream = t.stream
    order by t.n;
end
$$;

call platform.give('audit.canon(smallint, bigint, uuid, timestamptz, text, text, text, text, text, text, text, uuid, text, bytea)', '${ledger}');
call platform.give('audit.append_many(bigint[], uuid[], text[], text[], text[], text[], text[], text[], uuid[], text[], bytea[])', '${ledger}');
call platform.give('exchange.enqueue_many(uuid[], text, text[], text[], bytea[])', '${ledger}');
revoke all on function
    audit.canon(smallint, bigint, uuid, timestamptz, text, text, text, text, text, text, text, uuid, text, bytea),
    audit.append_many(bigint[], uuid[], text[], text[], text[], text[], text[], text[], uuid[], text[], bytea[]),
    exchange.enqueue_many(uuid[], text, text[], text[], bytea[])
from public;
-- The gate alone writes for several requests at once.
grant execute on function audit.append_many(bigint[], uuid[], text[], text[], text[], text[], text[], text[], uuid[], text[], bytea[]) to ${gate};
grant execute on function exchange.enqueue_many(uuid[], text, text[], text[], bytea[]) to ${gate};
