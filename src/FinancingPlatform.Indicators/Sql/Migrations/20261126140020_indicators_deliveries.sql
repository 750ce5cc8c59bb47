-- Deliveries, their balance and their rejected rows (报送批次与退回), and the form that mends one, for an operator's session. Values of persons were
-- masked before they were kept; cells are shown one row at a time.

-- A page of deliveries of one item or one department.
create index import_batch_item on credit.import_batch (item, id desc);
create index import_batch_department on credit.import_batch (source, id desc);

create function indicator.operator_deliveries(p_before bigint, p_item text, p_source text, p_rejected boolean, p_limit int)
    returns table
    (
        id bigint, item text, name_zh text, name_en text, source text, channel text, file_name text, finished_at timestamptz, received bigint, accepted_new bigint,
        accepted_version bigint, duplicate bigint, withheld bigint, rejected bigint, late bigint
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select
    b.id, b.item, y.layout -> 'name' ->> 'zh', y.layout -> 'name' ->> 'en', b.source, b.channel, b.file_name, b.finished_at, b.received, b.accepted_new,
    b.accepted_version, b.duplicate, b.withheld, b.rejected, b.late
from credit.import_batch b
left join credit.item_layout y on y.code = b.item
where (select indicator.is_operator())
    and (p_before is null or b.id < p_before)
    and (p_item is null or b.item = p_item)
    and (p_source is null or b.source = p_source)
    and (not p_rejected or b.rejected > 0)
order by b.id desc
limit least(p_limit, 200)
$$;

create function indicator.operator_delivery(p_id bigint)
    returns table
    (
        id bigint, item text, name_zh text, name_en text, source text, channel text, file_name text, file_sha256 bytea, started_at timestamptz, finished_at timestamptz,
        received bigint, accepted_new bigint, accepted_version bigint, duplicate bigint, withheld bigint, rejected bigint, late bigint, kept bigint,
        mends_batch bigint, mends_line bigint, layout text
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select
    b.id, b.item, y.layout -> 'name' ->> 'zh', y.layout -> 'name' ->> 'en', b.source, b.channel, b.file_name, b.file_sha256, b.started_at, b.finished_at,
    b.received, b.accepted_new, b.accepted_version, b.duplicate, b.withheld, b.rejected, b.late,
    (select count(*) from credit.rejection r where r.batch_id = b.id), d.mends_batch_id, d.mends_line, y.layout::text
from credit.import_batch b
left join credit.item_layout y on y.code = b.item
left join credit.delivery d on d.id = b.delivery_id
where b.id = p_id and (select indicator.is_operator())
$$;

-- Rejected rows in the order of their lines, each with the newest attempt to mend it here.
create function indicator.operator_rejections(p_batch bigint, p_after bigint, p_limit int)
    returns table
    (
        line bigint, field text, rule text, value text, how_to_mend text, has_cells boolean, mend_state text, mend_batch bigint, mend_rejected bigint
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select r.line, r.field, r.rule, r.value, r.how_to_mend, r.cells <> '{}', m.state, m.batch_id, m.rejected
from credit.rejection r
left join lateral
(
    select d.state, d.batch_id, b.rejected
    from credit.delivery d
    left join credit.import_batch b on b.id = d.batch_id
    where d.mends_batch_id = r.batch_id and d.mends_line = r.line
    order by d.opened_at desc
    limit 1
) m on true
where r.batch_id = p_batch and r.line > p_after and (select indicator.is_operator())
order by r.line
limit least(p_limit, 1000)
$$;

create function indicator.operator_rejected_row(p_batch bigint, p_line bigint)
    returns table (field text, rule text, value text, how_to_mend text, cells text)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select r.field, r.rule, r.value, r.how_to_mend, r.cells::text
from credit.rejection r
where r.batch_id = p_batch and r.line = p_line and (select indicator.is_operator())
$$;

-- What departments pushed that is not in yet, or never will be.
create function indicator.operator_unfinished(p_limit int)
    returns table
    (
        id uuid, source text, item text, state text, declared_rows bigint, opened_at timestamptz, attempts int, error_code text, error_zh text, error_en text,
        mends_batch bigint
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select d.id, d.source, d.item, d.state, d.declared_rows, d.opened_at, d.attempts, d.error_code, d.error_zh, d.error_en, d.mends_batch_id
from credit.delivery d
where d.state <> 'imported' and (select indicator.is_operator())
order by d.opened_at desc, d.id
limit least(p_limit, 200)
$$;

-- Delivers one mended row in the department's name, to be imported like any other. Answers delivered, or why not: unknown, waiting.
create function indicator.operator_mend(p_batch bigint, p_line bigint, p_id uuid, p_body bytea) returns text
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_account uuid := identity.session_account_id();
    v_batch credit.import_batch;
begin
    if not indicator.is_operator() then
        return 'unknown';
    end if;
    select b.* into v_batch
    from credit.import_batch b
    join credit.item_layout y on y.code = b.item
    where b.id = p_batch and exists (select from credit.rejection r where r.batch_id = b.id and r.line = p_line and r.cells <> '{}');
    if v_batch.id is null then
        return 'unknown';
    end if;
    -- The same row sent twice at once, from two tabs or two people, is one row.
    perform pg_advisory_xact_lock(hashtextextended(p_batch || ':' || p_line, 1021));
    if exists (
        select
        from credit.delivery d
        left join credit.import_batch b on b.id = d.batch_id
        where d.mends_batch_id = p_batch and d.mends_line = p_line
            and (d.state in ('open', 'complete') or (d.state = 'imported' and b.rejected = 0)))
    then
        return 'waiting';
    end if;
    insert into credit.delivery
        (id, client_id, source, item, declared_rows, declared_sha256, state, completed_at, mends_batch_id, mends_line, entered_by)
    -- No client has a colon in its name.
    values (p_id, 'page:operator', v_batch.source, v_batch.item, 1, sha256(p_body), 'complete', clock_timestamp(), p_batch, p_line, v_account);
    insert into credit.delivery_chunk (delivery_id, n, rows, sha256, body) values (p_id, 1, 1, sha256(p_body), p_body);
    return 'delivered';
end
$$;

grant select (mends_batch_id, mends_line) on credit.delivery to ${gate};
call platform.give('indicator.operator_deliveries(bigint, text, text, boolean, int)', '${gate}');
call platform.give('indicator.operator_delivery(bigint)', '${gate}');
call platform.give('indicator.operator_rejections(bigint, bigint, int)', '${gate}');
call platform.give('indicator.operator_rejected_row(bigint, bigint)', '${gate}');
call platform.give('indicator.operator_unfinished(int)', '${gate}');
call platform.give('indicator.operator_mend(bigint, bigint, uuid, bytea)', '${gate}');
revoke all on function indicator.operator_deliveries(bigint, text, text, boolean, int), indicator.operator_delivery(bigint),
    indicator.operator_rejections(bigint, bigint, int), indicator.operator_rejected_row(bigint, bigint), indicator.operator_unfinished(int),
    indicator.operator_mend(bigint, bigint, uuid, bytea) from public;
grant execute on function indicator.operator_deliveries(bigint, text, text, boolean, int), indicator.operator_delivery(bigint),
    indicator.operator_rejections(bigint, bigint, int), indicator.operator_rejected_row(bigint, bigint), indicator.operator_unfinished(int),
    indicator.operator_mend(bigint, bigint, uuid, bytea) to ${portal};
