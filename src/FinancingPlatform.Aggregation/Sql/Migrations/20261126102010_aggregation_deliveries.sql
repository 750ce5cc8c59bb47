-- What departments push over HTTP (接口报送), chunk by chunk, until the worker has imported it.
create table credit.delivery (
    id uuid primary key,
    client_id text collate "C" not null,
    -- The department's name as it was registered when the delivery was opened.
    source text not null,
    item text collate "C" not null,
    declared_rows bigint not null check (declared_rows > 0),
    declared_sha256 bytea check (length(declared_sha256) = 32),
    state text collate "C" not null default 'open' check (state in ('open', 'complete', 'imported', 'failed')),
    opened_at timestamptz not null default clock_timestamp(),
    completed_at timestamptz,
    -- A worker that dies holds the delivery no longer than this.
    leased_until timestamptz,
    attempts int not null default 0,
    batch_id bigint references credit.import_batch (id),
    error_code text collate "C",
    error_zh text,
    error_en text,
    finished_at timestamptz
);
create index delivery_waiting on credit.delivery (completed_at) where state = 'complete';

create table credit.delivery_chunk (
    delivery_id uuid not null references credit.delivery (id),
    n int not null check (n > 0),
    rows int not null check (rows > 0),
    sha256 bytea not null check (length(sha256) = 32),
    -- Rows as they came may name people: emptied as soon as they are imported, the digest stays.
    body bytea,
    primary key (delivery_id, n)
);

-- The same delivery is booked once, whoever dies in between.
create unique index import_batch_delivery on credit.import_batch (delivery_id);

grant select, insert on credit.delivery, credit.delivery_chunk to ${gate};
grant update (state, completed_at) on credit.delivery to ${gate};
grant select on credit.import_batch, credit.rejection to ${gate};
grant select on credit.delivery, credit.delivery_chunk to ${loader};
grant update (state, leased_until, attempts, batch_id, error_code, error_zh, error_en, finished_at) on credit.delivery to ${loader};
grant update (body) on credit.delivery_chunk to ${loader};

-- opened | same | different | not-allowed. Another department's delivery of that name is "different": its existence says nothing else.
create function credit.open_delivery(p_client text, p_id uuid, p_item text, p_rows bigint, p_sha256 bytea) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_source text;
begin
    select c.bank_name into v_source
    from identity.client as c
    where c.client_id = p_client and c.kind = 'department' and c.disabled_at is null and p_item = any (c.items);
    if v_source is null then
        return 'not-allowed';
    end if;
    insert into credit.delivery (id, client_id, source, item, declared_rows, declared_sha256)
    values (p_id, p_client, v_source, p_item, p_rows, p_sha256)
    on conflict do nothing;
    if found then
        return 'opened';
    end if;
    return case when exists (
        select from credit.delivery as d
        where d.id = p_id and d.client_id = p_client and d.item = p_item and d.declared_rows = p_rows
            and d.declared_sha256 is not distinct from p_sha256
    ) then 'same' else 'different' end;
end
$$;
call platform.give('credit.open_delivery(text, uuid, text, bigint, bytea)', '${gate}');

-- added | same | different | unknown | closed | not-next: chunks come in order, so that the next one is always known.
create function credit.add_delivery_chunk(p_client text, p_id uuid, p_n int, p_rows int, p_sha256 bytea, p_body bytea) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_state text;
    v_sha256 bytea;
begin
    -- The key-share lock of a foreign key is not enough: two chunks of one delivery must not both be the next one.
    perform pg_advisory_xact_lock(hashtextextended(p_id::text, 1020));
    select d.state into v_state from credit.delivery as d where d.id = p_id and d.client_id = p_client;
    if v_state is null then
        return 'unknown';
    end if;
    select c.sha256 into v_sha256 from credit.delivery_chunk as c where c.delivery_id = p_id and c.n = p_n;
    if v_sha256 is not null then
        return case when v_sha256 = p_sha256 then 'same' else 'different' end;
    end if;
    if v_state <> 'open' then
        return 'closed';
    end if;
    if p_n <> (select coalesce(max(c.n), 0) + 1 from credit.delivery_chunk as c where c.delivery_id = p_id) then
        return 'not-next';
    end if;
    insert into credit.delivery_chunk (delivery_id, n, rows, sha256, body) values (p_id, p_n, p_rows, p_sha256, p_body);
    return 'added';
end
$$;
call platform.give('credit.add_delivery_chunk(text, uuid, int, int, bytea, bytea)', '${gate}');

-- completed | same | unknown | rows-differ | sha256-differs
create function credit.complete_delivery(p_client text, p_id uuid) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_delivery credit.delivery;
    v_rows bigint;
begin
    perform pg_advisory_xact_lock(hashtextextended(p_id::text, 1020));
    select d.* into v_delivery from credit.delivery as d where d.id = p_id and d.client_id = p_client;
    if v_delivery.id is null then
        return 'unknown';
    end if;
    if v_delivery.state <> 'open' then
        return 'same';
    end if;
    select coalesce(sum(c.rows), 0) into v_rows from credit.delivery_chunk as c where c.delivery_id = p_id;
    if v_rows <> v_delivery.declared_rows then
        return 'rows-differ';
    end if;
    if v_delivery.declared_sha256 is not null and v_delivery.declared_sha256 <> (
        select sha256(string_agg(c.body, ''::bytea order by c.n)) from credit.delivery_chunk as c where c.delivery_id = p_id
    ) then
        return 'sha256-differs';
    end if;
    update credit.delivery set state = 'complete', completed_at = clock_timestamp() where id = p_id;
    return 'completed';
end
$$;
call platform.give('credit.complete_delivery(text, uuid)', '${gate}');

create function credit.delivery_state(p_client text, p_id uuid)
returns table (
    item text, state text, declared_rows bigint, rows_received bigint, next_chunk int, error_code text, error_zh text, error_en text,
    received bigint, accepted_new bigint, accepted_version bigint, duplicate bigint, withheld bigint, rejected bigint
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select
        d.item, d.state, d.declared_rows, c.rows, c.next, d.error_code, d.error_zh, d.error_en,
        b.received, b.accepted_new, b.accepted_version, b.duplicate, b.withheld, b.rejected
    from credit.delivery as d
    cross join lateral (
        select coalesce(sum(x.rows), 0)::bigint as rows, coalesce(max(x.n), 0) + 1 as next from credit.delivery_chunk as x where x.delivery_id = d.id
    ) as c
    left join credit.import_batch as b on b.id = d.batch_id
    where d.id = p_id and d.client_id = p_client
$$;
call platform.give('credit.delivery_state(text, uuid)', '${gate}');

create function credit.delivery_rejections(p_client text, p_id uuid, p_limit int)
returns table (line bigint, field text, rule text, how_to_mend text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select r.line, r.field, r.rule, r.how_to_mend
    from credit.delivery as d
    join credit.rejection as r on r.batch_id = d.batch_id
    where d.id = p_id and d.client_id = p_client
    order by r.line
    limit p_limit
$$;
call platform.give('credit.delivery_rejections(text, uuid, int)', '${gate}');

grant usage on schema credit to ${bank_api};
grant execute on function credit.open_delivery(text, uuid, text, bigint, bytea), credit.add_delivery_chunk(text, uuid, int, int, bytea, bytea),
    credit.complete_delivery(text, uuid), credit.delivery_state(text, uuid), credit.delivery_rejections(text, uuid, int) to ${bank_api};
grant usage on schema identity to ${gate};
