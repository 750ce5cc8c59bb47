-- The inbox (收件箱): every message taken in, once, with its decision. A message that comes again gets the same answer; the same id with
-- other bytes is refused; a gap is not taken in, so order holds at the receiver whatever the sender does.
create table exchange.inbox_batch (
    id uuid primary key,
    source text not null,
    batch_seal text not null,
    receipt_seal text,
    messages int not null,
    received_at timestamptz not null default clock_timestamp()
);
create index inbox_batch_recent on exchange.inbox_batch (source, received_at);

create table exchange.inbox (
    source text not null,
    message_id uuid not null,
    stream text not null,
    stream_seq bigint not null check (stream_seq > 0),
    kind text not null,
    payload bytea not null,
    payload_sha256 bytea not null,
    -- When the sender recorded it: its date in UTC+8 is the day of reconciliation.
    enqueued_at timestamptz not null,
    received_at timestamptz not null,
    batch_id uuid references exchange.inbox_batch (id),
    -- The path under the batch's root: the sender's signature holds for this message alone.
    batch_entry jsonb,
    outcome text check (outcome in ('accepted', 'duplicate', 'refused')),
    code text,
    decided_at timestamptz,
    primary key (source, message_id),
    unique (source, stream, stream_seq)
);
create index inbox_day on exchange.inbox (source, enqueued_at);

create table exchange.inbox_stream (
    source text not null,
    stream text not null,
    last_seq bigint not null default 0,
    primary key (source, stream)
);

-- Takes one message in, or says why not: new, known (with the decision it got), conflict (same id, other bytes), stale (its place is taken),
-- gap (something before it is missing). The lock on the stream lasts until the transaction ends, so a stream is decided in order.
create function exchange.take_in(
    p_source text, p_message_id uuid, p_stream text, p_stream_seq bigint, p_kind text, p_payload bytea, p_enqueued_at timestamptz,
    p_batch_id uuid, p_batch_entry jsonb)
returns table (verdict text, outcome text, code text, decided_at timestamptz)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_last bigint;
    v_known exchange.inbox%rowtype;
    v_sha256 bytea := sha256(p_payload);
begin
    insert into exchange.inbox_stream (source, stream) values (p_source, p_stream) on conflict do nothing;
    select s.last_seq into v_last from exchange.inbox_stream s where s.source = p_source and s.stream = p_stream for no key update;

    select * into v_known from exchange.inbox i where i.source = p_source and i.message_id = p_message_id;
    if found then
        if v_known.payload_sha256 = v_sha256 and v_known.stream = p_stream and v_known.stream_seq = p_stream_seq and v_known.kind = p_kind then
            return query select 'known', v_known.outcome, v_known.code, v_known.decided_at;
        else
            return query select 'conflict', null::text, null::text, null::timestamptz;
        end if;
        return;
    end if;

    if p_stream_seq <> v_last + 1 then
        return query select case when p_stream_seq <= v_last then 'stale' else 'gap' end, null::text, null::text, null::timestamptz;
        return;
    end if;

    insert into exchange.inbox (source, message_id, stream, stream_seq, kind, payload, payload_sha256, enqueued_at, received_at, batch_id, batch_entry)
    values (p_source, p_message_id, p_stream, p_stream_seq, p_kind, p_payload, v_sha256, p_enqueued_at, clock_timestamp(), p_batch_id, p_batch_entry);
    update exchange.inbox_stream s set last_seq = p_stream_seq where s.source = p_source and s.stream = p_stream;
    return query select 'new', null::text, null::text, null::timestamptz;
end
$$;

-- Writes the decision. An accepted message keeps its decision for ever; a refused one may be decided anew when its sender tries it again.
create function exchange.decide(p_source text, p_message_id uuid, p_outcome text, p_code text) returns timestamptz
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    update exchange.inbox i
    set outcome = p_outcome, code = p_code, decided_at = clock_timestamp()
    where i.source = p_source and i.message_id = p_message_id and (i.outcome is null or i.outcome = 'refused')
    returning i.decided_at
$$;

-- A batch as it came; its receipt is added when every message is decided.
create function exchange.open_batch(p_id uuid, p_source text, p_batch_seal text, p_messages int) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into exchange.inbox_batch (id, source, batch_seal, messages) values (p_id, p_source, p_batch_seal, p_messages)
    on conflict (id) do nothing
$$;

create function exchange.close_batch(p_id uuid, p_receipt_seal text) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    update exchange.inbox_batch b set receipt_seal = p_receipt_seal where b.id = p_id
$$;

grant select, insert, update on exchange.inbox, exchange.inbox_batch, exchange.inbox_stream to ${ledger};
grant select on exchange.inbox, exchange.inbox_batch, exchange.inbox_stream to ${node}, ${worker};
call platform.give('exchange.take_in(text, uuid, text, bigint, text, bytea, timestamptz, uuid, jsonb)', '${ledger}');
call platform.give('exchange.decide(text, uuid, text, text)', '${ledger}');
call platform.give('exchange.open_batch(uuid, text, text, int)', '${ledger}');
call platform.give('exchange.close_batch(uuid, text)', '${ledger}');
grant execute on function
    exchange.take_in(text, uuid, text, bigint, text, bytea, timestamptz, uuid, jsonb),
    exchange.decide(text, uuid, text, text),
    exchange.open_batch(uuid, text, text, int),
    exchange.close_batch(uuid, text)
to ${node}, ${worker};
