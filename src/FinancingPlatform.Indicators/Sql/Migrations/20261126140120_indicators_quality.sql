-- Figures that count codes, records, objections, decisions, items or households (质量与共享指标): each is a sum over its evidence rows.

-- The enterprise-counting figures as before, without the definitions that count other things.
create or replace function indicator.figures(p_as_of date)
    returns table
    (
        definition         text,
        id                 text,
        ordinal            int,
        name_zh            text,
        name_en            text,
        formula_zh         text,
        formula_en         text,
        note_zh            text,
        note_en            text,
        unit               text,
        window_months      int,
        population         text,
        basis              text,
        target             numeric,
        value              numeric,
        net                numeric,
        numerator          bigint,
        net_numerator      bigint,
        denominator        bigint,
        unknown_status     bigint,
        suspended          bigint,
        numerator_outside  bigint,
        numerator_sha256   bytea,
        denominator_sha256 bytea
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
with people as materialized (select * from indicator.population(p_as_of)),
stock as
(
    select
        count(*) filter (where p.existing) as denominator,
        count(*) filter (where p.existing is null) as unknown_status,
        count(*) filter (where p.existing and p.suspended) as suspended,
        sha256(convert_to(coalesce(string_agg(p.uscc, E'\n' order by p.uscc) filter (where p.existing), ''), 'UTF8')) as denominator_sha256
    from people p
),
hits as
(
    select
        m.measure,
        count(*) filter (where p.existing and m.hit) as numerator,
        count(*) filter (where p.existing and m.hit and m.honest and not p.shared_phone) as net_numerator,
        count(*) filter (where m.hit and p.existing is distinct from true) as numerator_outside,
        sha256(convert_to(coalesce(string_agg(p.uscc, E'\n' order by p.uscc) filter (where p.existing and m.hit), ''), 'UTF8')) as numerator_sha256
    from people p
    cross join lateral
    (
        values ('registered', p.registered, true), ('verified', p.verified, true), ('local-pull', p.pulled, p.pulled_net)
    ) m (measure, hit, honest)
    group by m.measure
)
select
    d.id || '/' || d.edition || '-' || d.version,
    d.id, d.ordinal, d.name_zh, d.name_en, d.formula_zh, d.formula_en, d.note_zh, d.note_en, d.unit, d.window_months, d.population, d.basis, d.target,
    -- Eight digits keep every enterprise of a city of ten million visible in the ratio.
    round(h.numerator::numeric / nullif(s.denominator, 0), 8),
    round(h.net_numerator::numeric / nullif(s.denominator, 0), 8),
    -- An empty registry counts nothing rather than not being measurable.
    case when d.measure is null then null else coalesce(h.numerator, 0) end,
    case when d.measure is null then null else coalesce(h.net_numerator, 0) end,
    s.denominator, s.unknown_status, s.suspended,
    case when d.measure is null then null else coalesce(h.numerator_outside, 0) end,
    h.numerator_sha256, s.denominator_sha256
from indicator.definition d
cross join stock s
left join hits h on h.measure = d.measure
where d.counts = 'enterprise' and d.valid_from <= p_as_of and (d.valid_to is null or d.valid_to >= p_as_of)
order by d.ordinal
$$;

-- A working city's registered enterprises (注册企业, F13): entered and not struck off, moved out or annulled; 吊销未注销 ones are still registered.
-- Null: the status is unknown. Another denominator than the existing enterprises (trap 5).
create function indicator.is_registered(p_uscc text, p_status text, p_in_city boolean) returns boolean
    language sql
    immutable
    parallel safe
    set search_path = pg_catalog, pg_temp
as
$$
select case
    when not p_in_city or left(p_uscc, 2) <> '91' then false
    when p_status = 'unknown' then null
    else p_status not in ('cancelled', 'annulled', 'moved_out')
end
$$;

-- True when the measure can say how it stood at the end of the date. Codes are kept as the departments' latest deliveries have them: once one came later,
-- an earlier day is known from its snapshot only.
create function indicator.is_measurable(p_measure text, p_as_of date) returns boolean
    language sql
    stable
    set search_path = pg_catalog, pg_temp
as
$$
select case
    when p_measure is null then false
    when p_measure not in ('codes', 'codes-folded') then true
    else not exists
        (
            select
            from credit.import_batch b
            where b.item = 'registration' and b.finished_at >= ((p_as_of + 1)::timestamp at time zone 'Asia/Shanghai')
                and exists (select from credit.assigned_code a where a.batch_id = b.id)
        )
        and not exists (select from credit.code_correction c where c.corrected_at >= ((p_as_of + 1)::timestamp at time zone 'Asia/Shanghai'))
end
$$;

-- The rows that a measure sums (证据), each with what it adds to the four sums. Names of batches, objections, decisions, items, departments and divisions;
-- for what counts enterprises the code, which no role reads: only counts and digests leave the database then.
create function indicator.quality_evidence(p_measure text, p_items text[], p_window_months int, p_as_of date)
    returns table (row_id text, numerator bigint, denominator bigint, net_numerator bigint, net_denominator bigint)
    language plpgsql
    stable
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_ends timestamptz := (p_as_of + 1)::timestamp at time zone 'Asia/Shanghai';
    -- The first day of the window.
    v_first date := (p_as_of - make_interval(months => coalesce(p_window_months, 0)))::date + 1;
    v_begins timestamptz := v_first::timestamp at time zone 'Asia/Shanghai';
begin
    if not indicator.is_measurable(p_measure, p_as_of) then
        return;
    end if;
    case p_measure
        when 'codes', 'codes-folded' then
            return query
            select c.department, c.wrong + c.duplicate, c.codes, null::bigint, null::bigint
            from credit.code_figures() c
            where c.folded = (p_measure = 'codes-folded');

        -- First submissions only: a row that was mended in the page was not right when it was sent (rule D6). Withheld rows leave both parts (rule B2).
        -- Net: without rows that were known already, which a file sent again could multiply.
        when 'qualified' then
            return query
            select
                'batch:' || b.id, b.accepted_new + b.accepted_version + b.duplicate, b.received - b.withheld,
                b.accepted_new + b.accepted_version, b.accepted_new + b.accepted_version + b.rejected
            from credit.import_batch b
            where b.item = any (p_items) and b.finished_at >= v_begins and b.finished_at < v_ends and b.channel <> 'mend';

        when 'qualified-mended' then
            return query
            select
                'batch:' || b.id, b.accepted_new + b.accepted_version + b.duplicate + m.mended, b.received - b.withheld, null::bigint, null::bigint
            from credit.import_batch b
            cross join lateral
            (
                select count(distinct d.mends_line) as mended
                from credit.delivery d
                join credit.import_batch n on n.id = d.batch_id
                where d.mends_batch_id = b.id and n.finished_at < v_ends and n.rejected = 0 and n.withheld = 0
            ) m
            where b.item = any (p_items) and b.finished_at >= v_begins and b.finished_at < v_ends and b.channel <> 'mend';

        when 'timely' then
            return query
            select 'batch:' || b.id, b.accepted_new + b.accepted_version - b.late, b.accepted_new + b.accepted_version, null::bigint, null::bigint
            from credit.import_batch b
            where b.item = any (p_items) and b.finished_at >= v_begins and b.finished_at < v_ends;

        -- Objections that were upheld, over the records that were published meanwhile.
        when 'objections-upheld' then
            return query
            select 'objection:' || o.id, 1::bigint, 0::bigint, null::bigint, null::bigint
            from credit.objection o
            where o.item = any (p_items) and o.outcome in ('removed', 'corrected') and o.decided_on between v_first and p_as_of and o.synced_at < v_ends
            union all
            select 'batch:' || b.id, 0, b.accepted_new, null, null
            from credit.import_batch b
            where b.item = any (p_items) and b.finished_at >= v_begins and b.finished_at < v_ends;

        -- Due within the window; what closed before its day without an answer, because the record ended by itself, is not due. Net: by the day on which the
        -- answer arrived here, not by the one that the authority writes.
        when 'objections-answered' then
            return query
            select
                'objection:' || o.id,
                case when o.synced_at < v_ends and o.decided_on <= o.due_on then 1 else 0 end::bigint, 1::bigint,
                case when o.synced_at < v_ends and (o.synced_at at time zone 'Asia/Shanghai')::date <= o.due_on then 1 else 0 end::bigint, 1::bigint
            from credit.objection o
            where o.item = any (p_items) and o.due_on between v_first and p_as_of and o.accepted_at < v_ends
                and not (o.outcome is null and o.closed_at is not null and (o.closed_at at time zone 'Asia/Shanghai')::date <= o.due_on);

        -- Only reviews whose acceptance the authority stated can be measured. Net: over all reviews, and one that waited more than a working day for its
        -- acceptance is late (rule D7).
        when 'repairs' then
            return query
            select
                'decision:' || d.id,
                case when d.review_working_days <= 3 then 1 else 0 end::bigint, case when d.accepted_on is null then 0 else 1 end::bigint,
                case when d.review_working_days <= 3 and d.acceptance_working_days <= 1 then 1 else 0 end::bigint, 1::bigint
            from credit.decision d
            where d.kind = 'repair' and d.taken_at < v_ends and d.decided_on between v_first and p_as_of;

        -- A result that arrives on the day on which it was decided, in Beijing (rule B5).
        when 'same-day' then
            return query
            select
                'decision:' || d.id, case when (d.taken_at at time zone 'Asia/Shanghai')::date = d.decided_on then 1 else 0 end::bigint, 1::bigint, null::bigint, null::bigint
            from credit.decision d
            where d.kind in ('objection', 'repair') and d.taken_at >= v_begins and d.taken_at < v_ends;

        when 'tax-level-a' then
            return query
            with graded as materialized
            (
                -- The newest version of each grade that was known then and is not removed now.
                select distinct on (r.enterprise_id, r.natural_key) r.enterprise_id, r.quantity as year, r.code
                from credit.credit_record r
                where r.item = 'tax-credit-a' and r.known_at < v_ends and r.removed_at is null
                order by r.enterprise_id, r.natural_key, r.version desc
            ),
            level_a as
            (
                select distinct g.enterprise_id
                from graded g
                where g.code = 'A' and g.year = (select max(y.year) from graded y)
            )
            select e.uscc, case when a.enterprise_id is null then 0 else 1 end::bigint, 1::bigint, null::bigint, null::bigint
            from registry.enterprise e
            left join level_a a on a.enterprise_id = e.id
            where indicator.is_registered(e.uscc, case when e.status_date > p_as_of then 'unknown' else e.status end, e.in_city)
                and (e.established_on is null or e.established_on <= p_as_of)
                and e.created_at < v_ends;

        -- The central bank's totals: the city's own row where there is one, else the sum of the districts, each by its newest day.
        when 'households' then
            return query
            with reported as
            (
                select distinct on (r.payload ->> 'division')
                    r.payload ->> 'division' as division, r.occurred_on, r.quantity::bigint as with_file, (r.payload ->> 'households')::numeric::bigint as households
                from credit.credit_record r
                where r.item = 'farmer-credit-aggregate' and r.known_at < v_ends and r.removed_at is null and r.occurred_on <= p_as_of
                order by r.payload ->> 'division', r.occurred_on desc, r.version desc
            ),
            city as
            (
                select c.division from reported c where c.division ~ '^[0-9]{4}(00)?$' order by c.occurred_on desc, c.division limit 1
            )
            select 'division:' || r.division || ':' || r.occurred_on, r.with_file, r.households, null::bigint, null::bigint
            from reported r
            where r.division = (select c.division from city c) or not exists (select from city);

        -- Operators of the agriculture bureau's list; one has a file when any other item here says something about it.
        when 'farm-operators' then
            return query
            with listed as
            (
                select distinct on (r.enterprise_id, r.natural_key) r.enterprise_id, r.ended_on
                from credit.credit_record r
                where r.item = 'farm-operator' and r.known_at < v_ends and r.removed_at is null and r.occurred_on <= p_as_of
                order by r.enterprise_id, r.natural_key, r.version desc
            )
            select
                e.uscc,
                case when exists (
                    select
                    from credit.credit_record f
                    where f.enterprise_id = e.id and f.item not in ('farm-operator', 'farmer-credit-aggregate') and f.known_at < v_ends and f.removed_at is null
                ) then 1 else 0 end::bigint,
                1::bigint, null::bigint, null::bigint
            from (select distinct l.enterprise_id from listed l where l.ended_on is null or l.ended_on > p_as_of) o
            join registry.enterprise e on e.id = o.enterprise_id;

        -- Items of the list of 国办发〔2021〕52号 that came by interface at least once. Net: more than half of their rows did.
        when 'by-interface' then
            return query
            select
                'item:' || i.code,
                case when b.by_interface > 0 then 1 else 0 end::bigint, 1::bigint,
                case when b.by_interface * 2 > b.all_rows then 1 else 0 end::bigint, 1::bigint
            from credit.catalogue_item i
            cross join lateral
            (
                select
                    coalesce(sum(n.accepted_new + n.accepted_version + n.duplicate) filter (where n.channel in ('push', 'pull')), 0) as by_interface,
                    coalesce(sum(n.accepted_new + n.accepted_version + n.duplicate), 0) as all_rows
                from credit.import_batch n
                where n.item = i.code and n.finished_at >= v_begins and n.finished_at < v_ends
            ) b
            where i.version = '2021';

        else
            raise exception 'There is no measure %.', p_measure;
    end case;
end
$$;

create function indicator.quality_figures(p_as_of date)
    returns table
    (
        definition text, id text, ordinal int, name_zh text, name_en text, formula_zh text, formula_en text, note_zh text, note_en text, unit text,
        window_months int, population text, basis text, target numeric, counts text, better text, value numeric, net numeric, numerator bigint,
        net_numerator bigint, denominator bigint, net_denominator bigint, numerator_sha256 bytea, denominator_sha256 bytea
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select
    d.id || '/' || d.edition || '-' || d.version,
    d.id, d.ordinal, d.name_zh, d.name_en, d.formula_zh, d.formula_en, d.note_zh, d.note_en, d.unit, d.window_months, d.population, d.basis, d.target,
    d.counts, d.better,
    round(e.numerator::numeric / nullif(e.denominator, 0), 8),
    round(e.net_numerator::numeric / nullif(e.net_denominator, 0), 8),
    -- Nothing at all where nothing can be measured; zero where it can and there was nothing.
    case when m.is_measurable then e.numerator end, case when m.is_measurable then e.net_numerator end,
    case when m.is_measurable then e.denominator end, case when m.is_measurable then e.net_denominator end,
    case when m.is_measurable then e.numerator_sha256 end, case when m.is_measurable then e.denominator_sha256 end
from indicator.definition d
cross join lateral (select indicator.is_measurable(d.measure, p_as_of) as is_measurable) m
cross join lateral
(
    select
        coalesce(sum(r.numerator), 0)::bigint as numerator, coalesce(sum(r.denominator), 0)::bigint as denominator,
        sum(r.net_numerator)::bigint as net_numerator, sum(r.net_denominator)::bigint as net_denominator,
        -- "name count" of every row that adds anything, sorted, one per line.
        sha256(convert_to(coalesce(string_agg(r.row_id || ' ' || r.numerator, E'\n' order by r.row_id collate "C") filter (where r.numerator > 0), ''), 'UTF8')) as numerator_sha256,
        sha256(convert_to(coalesce(string_agg(r.row_id || ' ' || r.denominator, E'\n' order by r.row_id collate "C") filter (where r.denominator > 0), ''), 'UTF8')) as denominator_sha256
    from indicator.quality_evidence(d.measure, d.items, d.window_months, p_as_of) r
) e
where d.counts <> 'enterprise' and d.valid_from <= p_as_of and (d.valid_to is null or d.valid_to >= p_as_of)
order by d.ordinal
$$;

-- The rows behind a figure, for everybody who may read figures: never of a figure that counts enterprises.
create function indicator.evidence(p_definition text, p_as_of date, p_limit int)
    returns table (row_id text, numerator bigint, denominator bigint)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select r.row_id, r.numerator, r.denominator
from indicator.definition d
cross join lateral indicator.quality_evidence(d.measure, d.items, d.window_months, p_as_of) r
where d.id || '/' || d.edition || '-' || d.version = p_definition
    and d.counts not in ('enterprise', 'registered-enterprise', 'farm-operator')
    and (r.numerator > 0 or r.denominator > 0)
order by r.row_id collate "C"
limit least(p_limit, 100000)
$$;

create or replace function indicator.take_snapshot(p_as_of date) returns int
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_taken int;
    v_quality int;
begin
    if p_as_of >= (clock_timestamp() at time zone 'Asia/Shanghai')::date then
        raise exception 'The day % is not over yet: its figures may still change.', p_as_of using errcode = '22023';
    end if;

    -- What is published is not worked again every few minutes.
    if not exists (
        select
        from indicator.definition d
        where d.valid_from <= p_as_of and (d.valid_to is null or d.valid_to >= p_as_of)
            and not exists (select from indicator.snapshot s where s.as_of = p_as_of and s.definition = d.id || '/' || d.edition || '-' || d.version))
    then
        return 0;
    end if;

    insert into indicator.snapshot
        (as_of, definition, taken_at, value, net, numerator, net_numerator, denominator, unknown_status, suspended, numerator_outside,
         numerator_sha256, denominator_sha256)
    select
        p_as_of, f.definition, clock_timestamp(), f.value, f.net, f.numerator, f.net_numerator, f.denominator, f.unknown_status, f.suspended, f.numerator_outside,
        f.numerator_sha256, f.denominator_sha256
    from indicator.figures(p_as_of) f
    on conflict (as_of, definition) do nothing;
    get diagnostics v_taken = row_count;

    insert into indicator.snapshot
        (as_of, definition, taken_at, value, net, numerator, net_numerator, denominator, net_denominator, unknown_status, suspended, numerator_sha256, denominator_sha256)
    select
        p_as_of, q.definition, clock_timestamp(), q.value, q.net, q.numerator, q.net_numerator, q.denominator, q.net_denominator, 0, 0, q.numerator_sha256, q.denominator_sha256
    from indicator.quality_figures(p_as_of) q
    on conflict (as_of, definition) do nothing;
    get diagnostics v_quality = row_count;
    return v_taken + v_quality;
end
$$;

call platform.give('indicator.is_registered(text, text, boolean)', '${gate}');
call platform.give('indicator.is_measurable(text, date)', '${gate}');
call platform.give('indicator.quality_evidence(text, text[], int, date)', '${gate}');
call platform.give('indicator.quality_figures(date)', '${gate}');
call platform.give('indicator.evidence(text, date, int)', '${gate}');
revoke all on function indicator.is_registered(text, text, boolean), indicator.is_measurable(text, date), indicator.quality_evidence(text, text[], int, date),
    indicator.quality_figures(date), indicator.evidence(text, date, int) from public;
grant execute on function indicator.quality_figures(date), indicator.evidence(text, date, int) to ${regulator}, ${worker};
