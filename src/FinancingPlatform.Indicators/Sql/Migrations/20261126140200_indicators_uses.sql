-- Use fed back to the supplier (使用反馈): how often a department's records served a look, a report or a score, by month. Counts only, of nobody.

create table indicator.item_use (
    -- First day of the month, in Beijing.
    month date not null,
    source text not null,
    item text not null collate "C",
    -- Looks of banks that were granted and read, with the item among those opened and a record of the department in the enterprise's file then.
    looks bigint not null default 0 check (looks >= 0),
    -- Credit reports in which a record of the department stood.
    reports bigint not null default 0 check (reports >= 0),
    -- Enterprises whose standing score of the month had a record of the department to read.
    scores bigint not null default 0 check (scores >= 0),
    primary key (month, source, item)
);
create index item_use_source on indicator.item_use (source, month desc, item);

create table indicator.item_use_month (
    month date primary key,
    counted_at timestamptz not null
);

-- Rows of these two come in the order of time, so a block range tells the month; a look pays next to nothing for it.
create index access_record_month on consent.access_record using brin (at);
create index issued_report_month on credit.issued_report using brin (issued_at);

create function indicator.count_item_uses(p_month date) returns bigint
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_begins timestamptz := p_month::timestamp at time zone 'Asia/Shanghai';
    v_ends timestamptz := (p_month + interval '1 month')::timestamp at time zone 'Asia/Shanghai';
    v_rows bigint;
begin
    if p_month <> date_trunc('month', p_month)::date then
        raise exception 'A month is named by its first day, not by %.', p_month using errcode = '22023';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('indicator.count_item_uses', 0));
    delete from indicator.item_use u where u.month = p_month;
    insert into indicator.item_use (month, source, item, looks, reports, scores)
    select p_month, c.source, c.item, sum(c.looks), sum(c.reports), sum(c.scores)
    from
    (
        select s.source, i.item, count(*) as looks, 0::bigint as reports, 0::bigint as scores
        from consent.access_record a
        cross join lateral (select distinct u.item from unnest(a.items) as u (item)) i
        cross join lateral
        (
            select distinct r.source
            from credit.credit_record r
            where r.enterprise_id = a.enterprise_id and r.item = i.item and r.known_at <= a.at and (r.removed_at is null or r.removed_at > a.at)
        ) s
        where a.at >= v_begins and a.at < v_ends and a.outcome = 'granted' and a.read_at is not null
        group by s.source, i.item
        union all
        select r.source, r.item, 0, count(distinct p.code), 0
        from credit.issued_report p
        cross join lateral unnest(p.record_ids) as n (id)
        join credit.credit_record r on r.enterprise_id = p.enterprise_id and r.id = n.id
        where p.issued_at >= v_begins and p.issued_at < v_ends
        group by r.source, r.item
        union all
        -- Of items that a feature reads: the public ones, and those that the score's authorisation opened.
        select r.source, r.item, 0, 0, count(distinct s.enterprise_id)
        from scoring.score s
        join credit.credit_record r on r.enterprise_id = s.enterprise_id and r.known_at <= s.known_at and (r.removed_at is null or r.removed_at > s.computed_at)
        join credit.item_layout y on y.code = r.item and y.layout ->> 'feature' is not null
        where s.computed_at >= v_begins and s.computed_at < v_ends and (r.item = any (s.items) or y.layout ->> 'mode' = 'public')
        group by r.source, r.item
    ) c
    group by c.source, c.item;
    get diagnostics v_rows = row_count;
    insert into indicator.item_use_month (month, counted_at)
    values (p_month, clock_timestamp())
    on conflict (month) do update set counted_at = excluded.counted_at;
    return v_rows;
end
$$;

-- Counts the running month once a day, and a month that is over once more; answers how many months were counted.
create function indicator.count_due_uses() returns int
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_this date := date_trunc('month', clock_timestamp() at time zone 'Asia/Shanghai')::date;
    v_month date;
    v_counted int := 0;
begin
    for v_month in
        select m.month
        from (values ((v_this - interval '1 month')::date), (v_this)) as m (month)
        left join indicator.item_use_month c on c.month = m.month
        where c.counted_at is null
            or (m.month < v_this and c.counted_at < v_this::timestamp at time zone 'Asia/Shanghai')
            or (m.month = v_this and c.counted_at < clock_timestamp() - interval '1 day')
    loop
        perform indicator.count_item_uses(v_month);
        v_counted := v_counted + 1;
    end loop;
    return v_counted;
end
$$;

create function indicator.uses(p_source text, p_from date, p_to date)
    returns table (source text, month date, item text, name_zh text, name_en text, looks bigint, reports bigint, scores bigint, counted_at timestamptz)
    language sql
    stable
    set search_path = pg_catalog, pg_temp
as
$$
select u.source, u.month, u.item, coalesce(y.layout -> 'name' ->> 'zh', u.item), coalesce(y.layout -> 'name' ->> 'en', u.item), u.looks, u.reports, u.scores, c.counted_at
from indicator.item_use u
join indicator.item_use_month c on c.month = u.month
left join credit.item_layout y on y.code = u.item
where u.month between p_from and p_to and (p_source is null or u.source = p_source)
order by u.source, u.month desc, u.item
$$;

create function indicator.operator_uses(p_source text, p_from date, p_to date)
    returns table (source text, month date, item text, name_zh text, name_en text, looks bigint, reports bigint, scores bigint, counted_at timestamptz)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select u.* from indicator.uses(p_source, p_from, p_to) u where (select indicator.is_operator())
$$;

-- A department's client reads the use of what its department delivered, and nobody else's.
create function indicator.department_uses(p_client text, p_from date, p_to date)
    returns table (source text, month date, item text, looks bigint, reports bigint, scores bigint, counted_at timestamptz)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select c.bank_name, u.month, u.item, u.looks, u.reports, u.scores, u.counted_at
from identity.client c
left join lateral indicator.uses(c.bank_name, p_from, p_to) u on true
where c.client_id = p_client and c.kind = 'department' and c.disabled_at is null
$$;

grant select, insert, delete on indicator.item_use to ${gate};
grant select, insert, update on indicator.item_use_month to ${gate};
grant usage on schema scoring to ${gate};
grant select (enterprise_id, items, known_at, computed_at) on scoring.score to ${gate};
call platform.give('indicator.count_item_uses(date)', '${gate}');
call platform.give('indicator.count_due_uses()', '${gate}');
call platform.give('indicator.uses(text, date, date)', '${gate}');
call platform.give('indicator.operator_uses(text, date, date)', '${gate}');
call platform.give('indicator.department_uses(text, date, date)', '${gate}');
revoke all on function indicator.count_item_uses(date), indicator.count_due_uses(), indicator.uses(text, date, date), indicator.operator_uses(text, date, date),
    indicator.department_uses(text, date, date) from public;
grant execute on function indicator.count_due_uses() to ${worker};
grant execute on function indicator.operator_uses(text, date, date) to ${portal};
grant usage on schema indicator to ${bank_api};
grant execute on function indicator.department_uses(text, date, date) to ${bank_api};
