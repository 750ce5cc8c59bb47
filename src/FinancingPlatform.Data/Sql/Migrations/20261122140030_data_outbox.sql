-- The outbox (发件箱): what a business transaction wants told to a node, written in that same transaction.
-- Streams are leased, not messages: one row per stream and destination carries the order, the lease and the next attempt, so that claiming
-- costs the same whether ten messages wait or a million.

-- The node's signed answer to one batch, and our own seal of that batch: the proof that it was told.
create table exchange.receipt (
    id uuid primary key,
    destination text not null,
    batch_seal text not null,
    receipt_seal text not null,
    messages int not null check (messages > 0),
    received_at timestamptz not null default clock_timestamp()
);
create index receipt_recent on exchange.receipt (destination, received_at);

create table exchange.outbox (
    id bigint generated always as identity primary key,
    message_id uuid not null,
    destination text not null,
    stream text not null,
    stream_seq bigint not null check (stream_seq > 0),
    kind text not null,
    payload bytea not null check (octet_length(payload) between 1 and 65536),
    payload_sha256 bytea not null,
    created_at timestamptz not null,
    delivered_at timestamptz,
    parked_at timestamptz,
    last_error text,
    -- What the node decided, and the entry (with its path) by which the decision is provable under the receipt's root.
    outcome text,
    receipt_id uuid references exchange.receipt (id),
    receipt_entry jsonb,
    unique (destination, message_id),
    unique (destination, stream, stream_seq)
);
-- Reconciliation of a day reads the messages recorded on it.
create index outbox_day on exchange.outbox (destination, created_at);

create table exchange.outbox_stream (
    destination text not null,
    stream text not null,
    -- Place of the last message enqueued; the row lock that raising it takes puts writers of one stream in the order of their commits.
    last_seq bigint not null check (last_seq > 0),
    delivered_seq bigint not null default 0 check (delivered_seq <= last_seq),
    -- When the stream may be claimed: at once, after a pause, or when its lease has run out. Null when nothing waits or it is parked.
    available_at timestamptz,
    waiting_since timestamptz,
    lease_token uuid,
    claimed_seq bigint,
    failures int not null default 0,
    last_error text,
    parked_at timestamptz,
    primary key (destination, stream)
);
create index outbox_stream_available on exchange.outbox_stream (destination, available_at) where available_at is not null;
create index outbox_stream_leased on exchange.outbox_stream (lease_token) where lease_token is not null;
create index outbox_stream_parked on exchange.outbox_stream (destination, parked_at) where parked_at is not null;

-- Puts one message at the end of its stream; returns its place. Called inside the transaction of the fact that it tells.
create function exchange.enqueue(p_message_id uuid, p_destination text, p_stream text, p_kind text, p_payload bytea) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_seq bigint;
begin
    insert into exchange.outbox_stream as s (destination, stream, last_seq, available_at, waiting_since)
    values (p_destination, p_stream, 1, v_now, v_now)
    on conflict (destination, stream) do update set
        last_seq = s.last_seq + 1,
        -- A stream that waits already keeps its lease, its pause or its parking.
        available_at = case when s.delivered_seq = s.last_seq then v_now else s.available_at end,
        waiting_since = case when s.delivered_seq = s.last_seq then v_now else s.waiting_since end
    returning s.last_seq into v_seq;

    insert into exchange.outbox (message_id, destination, stream, stream_seq, kind, payload, payload_sha256, created_at)
    values (p_message_id, p_destination, p_stream, v_seq, p_kind, p_payload, sha256(p_payload), v_now);
    return v_seq;
end
$$;

-- Leases up to p_streams streams that are due and returns up to p_messages of each, in order. The caller commits before it sends.
create function exchange.claim(p_destination text, p_streams int, p_messages int, p_lease interval)
returns table (
    lease_token uuid, message_id uuid, stream text, stream_seq bigint, kind text, payload bytea, payload_sha256 bytea,
    created_at timestamptz, failures int)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_token uuid := gen_random_uuid();
    v_now timestamptz := clock_timestamp();
begin
    update exchange.outbox_stream s
    set lease_token = v_token,
        available_at = v_now + p_lease,
        claimed_seq = least(s.last_seq, s.delivered_seq + p_messages)
    from (
        select d.destination, d.stream
        from exchange.outbox_stream d
        where d.destination = p_destination and d.available_at <= v_now
        order by d.available_at
        limit p_streams
        for no key update skip locked
    ) due
    where s.destination = due.destination and s.stream = due.stream;

    -- A statement of its own: its snapshot holds every message that the lease counted.
    return query
    select v_token, m.message_id, s.stream, m.stream_seq, m.kind, m.payload, m.payload_sha256, m.created_at, s.failures
    from exchange.outbox_stream s
    cross join lateral (
        select o.message_id, o.stream_seq, o.kind, o.payload, o.payload_sha256, o.created_at
        from exchange.outbox o
        where o.destination = s.destination and o.stream = s.stream
            and o.stream_seq > s.delivered_seq and o.stream_seq <= s.claimed_seq and o.delivered_at is null
        order by o.stream_seq
        limit p_messages
    ) m
    where s.lease_token = v_token
    order by s.stream, m.stream_seq;
end
$$;

-- Keeps a receipt before the messages that it answers are marked.
create function exchange.keep_receipt(p_id uuid, p_destination text, p_batch_seal text, p_receipt_seal text, p_messages int) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into exchange.receipt (id, destination, batch_seal, receipt_seal, messages)
    values (p_id, p_destination, p_batch_seal, p_receipt_seal, p_messages)
$$;

-- Marks answered messages of a lease as delivered; a stream of which nothing claimed is left goes back. Returns how many were marked: fewer
-- than given means that the lease was lost and somebody else sends them again.
create function exchange.finish(p_lease_token uuid, p_message_ids uuid[], p_outcomes text[], p_receipt_id uuid, p_entries jsonb[]) returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_marked int;
begin
    perform 1 from exchange.outbox_stream s where s.lease_token = p_lease_token order by s.destination, s.stream for no key update;

    update exchange.outbox o
    set delivered_at = v_now, outcome = a.outcome, receipt_id = p_receipt_id, receipt_entry = a.entry, last_error = null
    from unnest(p_message_ids, p_outcomes, p_entries) as a (message_id, outcome, entry)
    join exchange.outbox_stream s on s.lease_token = p_lease_token
    where o.destination = s.destination and o.stream = s.stream and o.message_id = a.message_id and o.delivered_at is null;
    get diagnostics v_marked = row_count;

    update exchange.outbox_stream s
    set delivered_seq = p.delivered,
        failures = 0,
        last_error = null,
        waiting_since = p.next_since,
        lease_token = case when p.delivered >= s.claimed_seq then null else s.lease_token end,
        claimed_seq = case when p.delivered >= s.claimed_seq then null else s.claimed_seq end,
        available_at = case
            when p.delivered < s.claimed_seq then s.available_at
            when p.delivered < s.last_seq then v_now
        end
    from (
        select l.destination, l.stream, d.delivered, n.created_at as next_since
        from exchange.outbox_stream l
        -- The first claimed message without an answer stops the stream there.
        cross join lateral (
            select coalesce(min(o.stream_seq) - 1, l.claimed_seq) as delivered
            from exchange.outbox o
            where o.destination = l.destination and o.stream = l.stream
                and o.stream_seq > l.delivered_seq and o.stream_seq <= l.claimed_seq and o.delivered_at is null
        ) d
        left join exchange.outbox n on n.destination = l.destination and n.stream = l.stream and n.stream_seq = d.delivered + 1
        where l.lease_token = p_lease_token
    ) p
    where s.destination = p.destination and s.stream = p.stream and p.delivered > s.delivered_seq;
    return v_marked;
end
$$;

-- Gives streams of a lease back after a transient failure, to be tried again after a pause; null streams means all that are left of it.
create function exchange.fail(p_lease_token uuid, p_streams text[], p_error text, p_pause interval) returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_streams int;
begin
    update exchange.outbox_stream s
    set failures = s.failures + 1, last_error = left(p_error, 500), available_at = clock_timestamp() + p_pause, lease_token = null, claimed_seq = null
    where s.lease_token = p_lease_token and (p_streams is null or s.stream = any (p_streams));
    get diagnostics v_streams = row_count;
    return v_streams;
end
$$;

-- Gives back at once, without a failure, what a lease still holds: the batch was full, or the program stops.
create function exchange.release(p_lease_token uuid) returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_streams int;
begin
    update exchange.outbox_stream s
    set available_at = clock_timestamp(), lease_token = null, claimed_seq = null
    where s.lease_token = p_lease_token;
    get diagnostics v_streams = row_count;
    return v_streams;
end
$$;

-- Stops a stream at a message that was refused for good. What stands behind it waits: a revocation must not overtake its grant.
create function exchange.park(p_lease_token uuid, p_message_id uuid, p_error text, p_outcome text, p_receipt_id uuid, p_entry jsonb) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_destination text;
    v_stream text;
begin
    select s.destination, s.stream into v_destination, v_stream
    from exchange.outbox_stream s
    join exchange.outbox o on o.destination = s.destination and o.stream = s.stream
    where s.lease_token = p_lease_token and o.message_id = p_message_id
    for no key update of s;
    if not found then
        return false;
    end if;

    update exchange.outbox o
    set parked_at = v_now, last_error = left(p_error, 500), outcome = p_outcome, receipt_id = p_receipt_id, receipt_entry = p_entry
    where o.destination = v_destination and o.message_id = p_message_id;
    update exchange.outbox_stream s
    set parked_at = v_now, last_error = left(p_error, 500), available_at = null, lease_token = null, claimed_seq = null
    where s.destination = v_destination and s.stream = v_stream;
    return true;
end
$$;

-- An operator's decision on a parked stream: try its head again, or skip that one message. Either stands in the audit chain.
create function exchange.requeue(p_destination text, p_stream text, p_skip boolean, p_actor text, p_reason text) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_head bigint;
    v_last bigint;
    v_message uuid;
begin
    if coalesce(btrim(p_actor), '') = '' or coalesce(btrim(p_reason), '') = '' then
        raise exception 'requeue needs an actor and a reason' using errcode = '22023';
    end if;
    select s.delivered_seq + 1, s.last_seq into v_head, v_last
    from exchange.outbox_stream s
    where s.destination = p_destination and s.stream = p_stream and s.parked_at is not null
    for no key update;
    if not found then
        return false;
    end if;

    update exchange.outbox o
    set parked_at = null,
        delivered_at = case when p_skip then v_now end,
        outcome = case when p_skip then 'skipped' end
    where o.destination = p_destination and o.stream = p_stream and o.stream_seq = v_head
    returning o.message_id into v_message;
    update exchange.outbox_stream s
    set parked_at = null,
        failures = 0,
        delivered_seq = case when p_skip then v_head else s.delivered_seq end,
        available_at = case when not p_skip or v_head < v_last then v_now end,
        waiting_since = case when not p_skip or v_head < v_last then s.waiting_since end
    where s.destination = p_destination and s.stream = p_stream;
    perform audit.append(
        0, gen_random_uuid(), p_actor, p_stream, null, case when p_skip then 'exchange.skip' else 'exchange.requeue' end,
        'done', p_reason, null, v_message::text, null);
    return true;
end
$$;

-- The backlog per destination, for pages and `fp status`: from streams that have work, never from the messages.
create function exchange.backlog()
returns table (destination text, waiting bigint, oldest_at timestamptz, parked_streams bigint, leased_streams bigint, receipts_missing bigint)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.destination,
        sum(s.last_seq - s.delivered_seq)::bigint,
        min(s.waiting_since),
        count(*) filter (where s.parked_at is not null),
        count(*) filter (where s.lease_token is not null),
        (select count(*) from exchange.outbox o
         where o.destination = s.destination and o.delivered_at is not null and o.receipt_id is null and o.outcome is distinct from 'skipped')
    from exchange.outbox_stream s
    group by s.destination
$$;
create index outbox_without_receipt on exchange.outbox (destination)
    where delivered_at is not null and receipt_id is null and outcome is distinct from 'skipped';

grant usage on schema exchange to ${portal}, ${bank_desk}, ${bank_api}, ${worker}, ${gate}, ${node}, ${regulator};
grant select, insert, update on exchange.receipt, exchange.outbox, exchange.outbox_stream to ${ledger};
grant select on exchange.receipt, exchange.outbox, exchange.outbox_stream to ${worker}, ${node};

call platform.give('exchange.enqueue(uuid, text, text, text, bytea)', '${ledger}');
call platform.give('exchange.claim(text, int, int, interval)', '${ledger}');
call platform.give('exchange.keep_receipt(uuid, text, text, text, int)', '${ledger}');
call platform.give('exchange.finish(uuid, uuid[], text[], uuid, jsonb[])', '${ledger}');
call platform.give('exchange.fail(uuid, text[], text, interval)', '${ledger}');
call platform.give('exchange.release(uuid)', '${ledger}');
call platform.give('exchange.park(uuid, uuid, text, text, uuid, jsonb)', '${ledger}');
call platform.give('exchange.requeue(text, text, boolean, text, text)', '${ledger}');
call platform.give('exchange.backlog()', '${ledger}');

grant execute on function exchange.enqueue(uuid, text, text, text, bytea) to ${portal}, ${bank_api}, ${worker}, ${gate}, ${node};
grant execute on function
    exchange.claim(text, int, int, interval),
    exchange.keep_receipt(uuid, text, text, text, int),
    exchange.finish(uuid, uuid[], text[], uuid, jsonb[]),
    exchange.fail(uuid, text[], text, interval),
    exchange.release(uuid),
    exchange.park(uuid, uuid, text, text, uuid, jsonb),
    exchange.requeue(text, text, boolean, text, text)
to ${worker}, ${node};
grant execute on function exchange.backlog() to ${worker}, ${node}, ${portal}, ${regulator};
