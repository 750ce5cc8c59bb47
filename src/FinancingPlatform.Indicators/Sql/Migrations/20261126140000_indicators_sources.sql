-- Who delivers what, how often, and what went wrong (数据来源), for an operator's session. Counts, names of items and departments; no enterprise.

-- Newest batch of a source, its sum over a window, and the list of sources by jumps.
create index import_batch_source on credit.import_batch (item, source, finished_at desc) where finished_at is not null;
-- A call that was taken has its batch; the failed ones are few.
create index delivery_call_failed on credit.delivery_call (item, source, at desc) where batch_id is null;
-- One page of deliveries, newest first, with or without a filter.
create index import_batch_rejected on credit.import_batch (id desc) where rejected > 0;

-- Every pair of item and department that ever delivered or tried to. Jumps from pair to pair: what lies between costs nothing.
create function indicator.source_pairs() returns table (item text, source text)
    language sql
    stable
    set search_path = pg_catalog, pg_temp
as
$$
with recursive taken as
(
    (select b.item, b.source from credit.import_batch b where b.finished_at is not null order by b.item, b.source limit 1)
    union all
    select n.item, n.source
    from taken t
    cross join lateral
    (
        select b.item, b.source
        from credit.import_batch b
        where b.finished_at is not null and (b.item, b.source) > (t.item, t.source)
        order by b.item, b.source
        limit 1
    ) n
),
failed as
(
    (select c.item, c.source from credit.delivery_call c where c.batch_id is null order by c.item, c.source limit 1)
    union all
    select n.item, n.source
    from failed f
    cross join lateral
    (
        select c.item, c.source
        from credit.delivery_call c
        where c.batch_id is null and (c.item, c.source) > (f.item, f.source)
        order by c.item, c.source
        limit 1
    ) n
)
select t.item, t.source from taken t
union
select f.item, f.source from failed f
$$;

-- One row for each item and department: those that delivered or tried, those registered to deliver, and items that nobody delivers (no source).
-- Sums are of the deliveries finished within p_days; "last" is of any time. p_item null: every item.
create function indicator.sources(p_days int, p_item text)
    returns table
    (
        item text, name_zh text, name_en text, supplier text, update_frequency text, timely_days int, source text, is_registered boolean,
        last_batch bigint, last_taken_at timestamptz, last_channel text, last_received bigint, last_rejected bigint, last_late bigint,
        failures bigint, last_failed_at timestamptz, last_error text,
        pushes bigint, pulls bigint, files bigint, others bigint, failed_calls bigint,
        received bigint, accepted_new bigint, accepted_version bigint, duplicate bigint, withheld bigint, rejected bigint, late bigint
    )
    language sql
    stable
    set search_path = pg_catalog, pg_temp
as
$$
with item as
(
    -- The newest list that names an item says what is expected of it.
    select distinct on (i.code) i.code, i.name_zh, i.name_en, i.supplier, i.update_frequency
    from credit.catalogue_item i
    join credit.catalogue_version v on v.version = i.version
    where p_item is null or i.code = p_item
    order by i.code, v.issued_on desc, i.version desc
),
registered as
(
    select distinct u.item, c.bank_name as source
    from identity.client c
    cross join lateral unnest(c.items) as u (item)
    where c.kind = 'department' and c.disabled_at is null
),
pair as
(
    select p.item, p.source from indicator.source_pairs() p where p_item is null or p.item = p_item
    union
    select r.item, r.source from registered r where p_item is null or r.item = p_item
)
select
    coalesce(p.item, i.code), coalesce(i.name_zh, p.item), coalesce(i.name_en, p.item), coalesce(i.supplier, ''), coalesce(i.update_frequency, ''),
    (y.layout #>> '{timely,working_days}')::int, coalesce(p.source, ''), r.item is not null,
    b.id, b.finished_at, b.channel, b.received, b.rejected, b.late,
    coalesce(f.failures, 0), f.last_failed_at, f.last_error,
    coalesce(w.pushes, 0), coalesce(w.pulls, 0), coalesce(w.files, 0), coalesce(w.others, 0), coalesce(c.failed, 0),
    coalesce(w.received, 0), coalesce(w.accepted_new, 0), coalesce(w.accepted_version, 0), coalesce(w.duplicate, 0), coalesce(w.withheld, 0),
    coalesce(w.rejected, 0), coalesce(w.late, 0)
from item i
full join pair p on p.item = i.code
left join registered r on r.item = p.item and r.source = p.source
left join credit.item_layout y on y.code = coalesce(p.item, i.code)
left join lateral
(
    select n.id, n.finished_at, n.channel, n.received, n.rejected, n.late
    from credit.import_batch n
    where n.item = p.item and n.source = p.source and n.finished_at is not null
    order by n.finished_at desc
    limit 1
) b on true
left join lateral
(
    -- Failed since the last delivery that was taken.
    select count(*) as failures, max(x.at) as last_failed_at, (array_agg(x.error order by x.at desc))[1] as last_error
    from credit.delivery_call x
    where x.item = p.item and x.source = p.source and x.batch_id is null and x.at > coalesce(b.finished_at, '-infinity')
) f on true
left join lateral
(
    select
        count(*) filter (where n.channel = 'push') as pushes, count(*) filter (where n.channel = 'pull') as pulls,
        count(*) filter (where n.channel = 'file') as files, count(*) filter (where n.channel not in ('push', 'pull', 'file')) as others,
        sum(n.received)::bigint as received, sum(n.accepted_new)::bigint as accepted_new, sum(n.accepted_version)::bigint as accepted_version,
        sum(n.duplicate)::bigint as duplicate, sum(n.withheld)::bigint as withheld, sum(n.rejected)::bigint as rejected, sum(n.late)::bigint as late
    from credit.import_batch n
    where n.item = p.item and n.source = p.source and n.finished_at >= clock_timestamp() - make_interval(days => p_days)
) w on true
left join lateral
(
    select count(*) as failed
    from credit.delivery_call x
    where x.item = p.item and x.source = p.source and x.batch_id is null and x.at >= clock_timestamp() - make_interval(days => p_days)
) c on true
order by 1, 7
$$;

create function indicator.operator_sources(p_days int, p_item text)
    returns table
    (
        item text, name_zh text, name_en text, supplier text, update_frequency text, timely_days int, source text, is_registered boolean,
        last_batch bigint, last_taken_at timestamptz, last_channel text, last_received bigint, last_rejected bigint, last_late bigint,
        failures bigint, last_failed_at timestamptz, last_error text,
        pushes bigint, pulls bigint, files bigint, others bigint, failed_calls bigint,
        received bigint, accepted_new bigint, accepted_version bigint, duplicate bigint, withheld bigint, rejected bigint, late bigint
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select s.* from indicator.sources(p_days, p_item) s where (select indicator.is_operator())
$$;

-- The newest deliveries of a source, the failed calls among them.
create function indicator.operator_attempts(p_item text, p_source text, p_limit int)
    returns table
    (
        batch_id bigint, at timestamptz, channel text, file_name text, error text, rows bigint, accepted_new bigint, accepted_version bigint,
        duplicate bigint, withheld bigint, rejected bigint, late bigint
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select a.*
from
(
    (
        select b.id, b.finished_at as at, b.channel, b.file_name, null::text, b.received, b.accepted_new, b.accepted_version, b.duplicate, b.withheld, b.rejected, b.late
        from credit.import_batch b
        where b.item = p_item and b.source = p_source and b.finished_at is not null
        order by b.finished_at desc
        limit p_limit
    )
    union all
    (
        select null, c.at, c.channel, null, c.error, c.rows, 0, 0, 0, 0, 0, 0
        from credit.delivery_call c
        where c.item = p_item and c.source = p_source and c.batch_id is null
        order by c.at desc
        limit p_limit
    )
) a
where (select indicator.is_operator())
order by a.at desc
limit least(p_limit, 200)
$$;

-- What a source's rows are rejected for, of its newest p_batches deliveries with rejections; of each the newest delivery that shows it.
create function indicator.operator_rejection_rules(p_item text, p_source text, p_batches int)
    returns table (field text, rule text, rows bigint, batches bigint, last_batch bigint, how_to_mend text)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select r.field, r.rule, count(*), count(distinct r.batch_id), max(r.batch_id), (array_agg(r.how_to_mend order by r.batch_id desc, r.line))[1]
from
(
    select b.id
    from credit.import_batch b
    where b.item = p_item and b.source = p_source and b.finished_at is not null and b.rejected > 0
    order by b.finished_at desc
    limit least(p_batches, 50)
) n
join credit.rejection r on r.batch_id = n.id
where (select indicator.is_operator())
group by r.field, r.rule
order by 3 desc, 1, 2
limit 20
$$;

grant select on credit.catalogue_version, credit.catalogue_item, credit.item_layout to ${gate};
call platform.give('indicator.source_pairs()', '${gate}');
call platform.give('indicator.sources(int, text)', '${gate}');
call platform.give('indicator.operator_sources(int, text)', '${gate}');
call platform.give('indicator.operator_attempts(text, text, int)', '${gate}');
call platform.give('indicator.operator_rejection_rules(text, text, int)', '${gate}');
revoke all on function indicator.source_pairs(), indicator.sources(int, text), indicator.operator_sources(int, text),
    indicator.operator_attempts(text, text, int), indicator.operator_rejection_rules(text, text, int) from public;
grant execute on function indicator.operator_sources(int, text), indicator.operator_attempts(text, text, int),
    indicator.operator_rejection_rules(text, text, int) to ${portal};
