-- Versions end by law (公示期限), and a lawful removal leaves a trail without content (rules B1 and B4).

-- Clocks per channel as data. The earliest end governs sharing and scoring.
create table credit.channel_clock (
    channel text collate "C" not null,
    -- The index of the sweep below covers these items: a clock for another one needs another index.
    item text collate "C" not null check (item in (
        'abnormal-operation', 'abnormal-taxpayer', 'consumption-limit', 'dishonest-debtor', 'enforcement', 'major-tax-violation', 'penalty', 'serious-violation', 'tax-arrears')),
    -- The record's code; null stands for every code.
    severity text collate "C",
    -- What the record's source must hold in its name; null stands for every source.
    source text,
    shortest_months int check (shortest_months >= 0),
    longest_months int not null check (longest_months > 0),
    -- decision: the day of the fact. conduct-end: the day that the conduct ended; while it lasts, the clock does not run.
    starts text not null check (starts in ('decision', 'conduct-end')),
    law text not null,
    in_force_from date not null,
    note text not null,
    unique nulls not distinct (channel, item, severity, in_force_from),
    check (shortest_months <= longest_months)
);

insert into credit.channel_clock (channel, item, severity, source, shortest_months, longest_months, starts, law, in_force_from, note) values
    ('credit-china', 'penalty', 'minor', null, null, 3, 'decision', '国家发展改革委令第36号', '2026-04-01', '轻微：原则上不公示，确需公示的不超过3个月'),
    ('credit-china', 'penalty', 'general', null, 3, 12, 'decision', '国家发展改革委令第36号', '2026-04-01', '一般：最短3个月，最长1年'),
    ('credit-china', 'penalty', 'serious', null, 12, 36, 'decision', '国家发展改革委令第36号', '2026-04-01', '严重：最短1年，最长3年'),
    ('credit-china', 'penalty', null, null, null, 36, 'decision', '国家发展改革委令第36号', '2026-04-01', '未注明程度的：任何程度最长不超过3年'),
    ('market-publicity', 'penalty', 'minor', '市场监管', null, 3, 'decision', '市场监督管理行政处罚信息公示规定', '2021-09-01', '通报批评、较低数额罚款公示3个月；警告不公示'),
    ('market-publicity', 'penalty', null, '市场监管', 3, 36, 'decision', '市场监督管理行政处罚信息公示规定', '2021-09-01', '其他处罚公示3年'),
    ('shandong', 'penalty', null, null, null, 60, 'decision', '山东省社会信用条例第38条', '2020-10-01', '自失信行为终止之日起不超过5年；行为不晚于处罚决定之日终止'),
    ('shandong', 'abnormal-operation', null, null, null, 60, 'conduct-end', '山东省社会信用条例第38条', '2020-10-01', '自失信行为终止之日起不超过5年；移出名录之日'),
    ('shandong', 'abnormal-taxpayer', null, null, null, 60, 'conduct-end', '山东省社会信用条例第38条', '2020-10-01', '自失信行为终止之日起不超过5年；解除之日'),
    ('shandong', 'consumption-limit', null, null, null, 60, 'conduct-end', '山东省社会信用条例第38条', '2020-10-01', '自失信行为终止之日起不超过5年；解除限制之日'),
    ('shandong', 'enforcement', null, null, null, 60, 'conduct-end', '山东省社会信用条例第38条', '2020-10-01', '自失信行为终止之日起不超过5年；执行结案之日'),
    ('shandong', 'major-tax-violation', null, null, null, 60, 'conduct-end', '山东省社会信用条例第38条', '2020-10-01', '自失信行为终止之日起不超过5年；停止公布之日'),
    ('shandong', 'serious-violation', null, null, null, 60, 'conduct-end', '山东省社会信用条例第38条', '2020-10-01', '自失信行为终止之日起不超过5年；移出名单之日'),
    ('shandong', 'tax-arrears', null, null, null, 60, 'conduct-end', '山东省社会信用条例第38条', '2020-10-01', '自失信行为终止之日起不超过5年；缴清之日'),
    ('shandong', 'dishonest-debtor', null, null, null, 60, 'conduct-end', '山东省社会信用条例第38条', '2020-10-01', '自失信行为终止之日起不超过5年');

-- Last day on which a record may be shared and scored; null when no clock runs. The C# rule RecordClock says the same, and a test holds them equal.
-- No law ends anything before it is in force.
create function credit.record_end(p_item text, p_source text, p_severity text, p_occurred_on date, p_ended_on date, p_valid_until date)
returns table (ends_on date, law text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
select w.ends_on, w.law
from (
    select
        greatest(
            (case c.starts when 'decision' then p_occurred_on else p_ended_on end + make_interval(months => c.longest_months))::date,
            case when p_ended_on is null and c.starts = 'conduct-end' then null else c.in_force_from end) as ends_on,
        c.law
    from credit.channel_clock c
    where c.item = p_item
        and (c.severity is null or c.severity = p_severity)
        and (c.source is null or position(c.source in p_source) > 0)
    union all
    select p_valid_until, '公示期满'
) w
where w.ends_on is not null
order by w.ends_on, w.law collate "C"
limit 1
$$;

-- Keys and digests of what was removed are salted: without the salt nobody finds out by trying which document a digest stands for.
create table credit.removal_salt (
    id smallint primary key default 1 check (id = 1),
    salt bytea not null check (octet_length(salt) = 32)
);
insert into credit.removal_salt (salt)
values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

create function credit.removed_key(p_enterprise_id bigint, p_item text, p_natural_key text) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
select 'removed:' || encode(
    sha256(s.salt || int8send(p_enterprise_id) || sha256(convert_to(p_item, 'UTF8')) || sha256(convert_to(p_natural_key, 'UTF8'))), 'hex')
from credit.removal_salt s
$$;

-- True for a fact that was lawfully removed: an old file does not bring it back.
create function credit.is_removed(p_enterprise_id bigint, p_item text, p_natural_key text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
select exists (
    select
    from credit.credit_record r
    where r.enterprise_id = p_enterprise_id and r.item = p_item and r.natural_key = credit.removed_key(p_enterprise_id, p_item, p_natural_key))
$$;

-- Which enterprises have removals of an item: only their rows need the digest above.
create index credit_record_removed_item on credit.credit_record (item, enterprise_id) where removed_at is not null;
-- What a clock may end. The sweep names the same items.
create index credit_record_clocked on credit.credit_record (item, occurred_on) where removed_at is null and item in (
    'abnormal-operation', 'abnormal-taxpayer', 'consumption-limit', 'dishonest-debtor', 'enforcement', 'major-tax-violation', 'penalty', 'serious-violation', 'tax-arrears');
-- A rejected row is found by its cells.
create index rejection_cells on credit.rejection using gin (jsonb_path_query_array(cells, '$.*') jsonb_path_ops);

-- An objection (异议): decided elsewhere, forwarded and followed here (rule B5).
create table credit.objection (
    id uuid primary key,
    enterprise_id bigint not null references registry.enterprise (id),
    item text collate "C" not null,
    -- Names the fact and not a version: the mark follows corrections.
    natural_key text collate "C" not null,
    source text not null,
    -- Erased with the fact that they speak of.
    reason text check (length(reason) between 1 and 1000),
    statement text check (length(statement) between 1 and 500),
    -- Another unit must help: seven working days instead of three (Shandong 39).
    needs_other_unit boolean not null,
    state text not null default 'raised' check (state in ('raised', 'forwarded', 'closed')),
    submitted_at timestamptz not null default clock_timestamp(),
    accepted_at timestamptz,
    due_on date,
    -- When the source took the message, and who took it: a department's client, or a letter's file.
    fetched_at timestamptz,
    fetched_by text collate "C",
    decided_on date,
    -- When the decision arrived here and took effect: F12 compares days.
    synced_at timestamptz,
    closed_at timestamptz,
    outcome text check (outcome in ('removed', 'corrected', 'maintained')),
    decision_no text,
    authority text,
    -- How the answer came, and from whom: a department's client, an operator's account, or a file of decisions.
    answered_through text collate "C" check (answered_through in ('interface', 'operator', 'file')),
    answered_by text collate "C",
    check ((fetched_at is null) = (fetched_by is null)),
    check ((answered_through is null) = (answered_by is null)),
    check ((state = 'raised') = (accepted_at is null) or state = 'closed'),
    check ((accepted_at is null) = (due_on is null)),
    check ((state = 'closed') = (closed_at is not null)),
    check (outcome is null or (decision_no is not null and authority is not null and decided_on is not null and synced_at is not null))
);
create unique index objection_open on credit.objection (enterprise_id, item, natural_key) where closed_at is null;
create index objection_own on credit.objection (enterprise_id, submitted_at desc, id desc);
create index objection_raised on credit.objection (submitted_at) where state = 'raised';
-- What waits for its source, oldest first.
create index objection_waiting on credit.objection (source, accepted_at, id) where state = 'forwarded';
create index objection_newest on credit.objection (submitted_at desc, id desc);

alter table credit.objection enable row level security;
create policy own_objections on credit.objection for select to ${portal}
    using (enterprise_id = (select identity.session_enterprise_id()));
create policy gate_all on credit.objection to ${gate} using (true) with check (true);

-- The mark that readers show beside a record (异议标注); it runs with the reader's own rights.
create view credit.dispute with (security_invoker = true) as
select o.enterprise_id, o.item, o.natural_key, o.submitted_at as disputed_since, o.statement
from credit.objection o
where o.closed_at is null;

-- What others decided (信用修复、撤销、异议处理决定); the key becomes a digest when the decision removes its fact.
create table credit.decision (
    id bigint generated always as identity primary key,
    kind text collate "C" not null check (kind in ('objection', 'repair', 'annulment')),
    decision_no text collate "C" not null check (length(decision_no) between 1 and 128),
    authority text collate "C" not null check (length(authority) between 1 and 128),
    enterprise_id bigint not null references registry.enterprise (id),
    item text collate "C" not null,
    natural_key text collate "C" not null,
    decided_on date not null,
    outcome text not null check (outcome in ('removed', 'corrected', 'maintained')),
    law text not null check (length(law) between 1 and 200),
    taken_at timestamptz not null default clock_timestamp(),
    unique (kind, authority, decision_no, enterprise_id, item, natural_key)
);
create index decision_fact on credit.decision (enterprise_id, item, natural_key);

-- Removes facts: every version loses its content, and so does what else speaks of it here. Answers how many facts.
-- Scores follow by a trigger of the Scoring part. Called by the functions below only.
create function credit.remove_facts(p_enterprise_ids bigint[], p_items text[], p_keys text[], p_rules text[], p_actor text) returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_salt bytea := (select s.salt from credit.removal_salt s);
    v_item text;
    v_fact record;
    v_parts text[];
    v_facts int := 0;
begin
    -- An import of the item that is under way would add a version under the key that goes.
    for v_item in select distinct i from unnest(p_items) i order by i loop
        perform pg_advisory_xact_lock(hashtext('credit.credit_record import'), hashtext(v_item));
    end loop;

    for v_fact in
        with fact as (
            select distinct on (f.enterprise_id, f.item, f.natural_key) f.enterprise_id, f.item, f.natural_key, f.rule
            from unnest(p_enterprise_ids, p_items, p_keys, p_rules) as f (enterprise_id, item, natural_key, rule)
        ),
        gone as (
            update credit.credit_record r
            set amount = null, quantity = null, code = null, counterparty = null, started_on = null, ended_on = null, valid_until = null,
                payload = null, natural_key = credit.removed_key(f.enterprise_id, f.item, f.natural_key), sha256 = sha256(v_salt || r.sha256),
                removed_at = clock_timestamp(), removed_rule = f.rule
            from fact f
            where r.enterprise_id = f.enterprise_id and r.item = f.item and r.natural_key = f.natural_key and r.removed_at is null
            returning r.enterprise_id, r.item, f.natural_key, r.natural_key as digest, f.rule
        )
        select distinct g.enterprise_id, g.item, g.natural_key, g.digest, g.rule, e.uscc
        from gone g
        join registry.enterprise e on e.id = g.enterprise_id
        -- In the order of the audit chains, so that two removals never wait for each other.
        order by g.enterprise_id
    loop
        v_facts := v_facts + 1;
        update credit.objection o
        set natural_key = v_fact.digest, reason = null, statement = null, state = 'closed', closed_at = coalesce(o.closed_at, clock_timestamp())
        where o.enterprise_id = v_fact.enterprise_id and o.item = v_fact.item and o.natural_key = v_fact.natural_key;
        update credit.decision d
        set natural_key = v_fact.digest
        where d.enterprise_id = v_fact.enterprise_id and d.item = v_fact.item and d.natural_key = v_fact.natural_key;
        -- A rejected row holds its day as it was written, so the other parts of the key find it.
        v_parts := array(select p from unnest(string_to_array(v_fact.natural_key, '|')) p where p <> '' and p !~ '^[0-9]{8}$' order by length(p) desc);
        if v_parts = '{}' then
            v_parts := string_to_array(v_fact.natural_key, '|');
        end if;
        update credit.rejection j
        set cells = '{}', value = '', erased_at = clock_timestamp()
        from credit.import_batch b
        where (jsonb_path_query_array(j.cells, '$.*') @> to_jsonb(v_parts) or jsonb_path_query_array(j.cells, '$.*') @> to_jsonb(array[v_fact.natural_key]))
            and (
                jsonb_path_query_array(j.cells, '$.*') @> to_jsonb(array[v_fact.uscc])
                or jsonb_path_query_array(j.cells, '$.*') @> to_jsonb(array[lower(v_fact.uscc)])
                -- The row may have been rejected for its code: then the document alone tells whom it is about, if its number is long enough to be one.
                or (j.rule like 'uscc%' or j.rule in ('subject-unknown', 'enterprise-unknown')) and length(v_parts[1]) >= 8
            )
            and j.erased_at is null and b.id = j.batch_id and b.item = v_fact.item;
    end loop;

    -- Last, because writers of a chain queue there. One event for each fact, with digests only.
    perform audit.append(
        g.enterprise_id, gen_random_uuid(), p_actor, e.uscc, null, 'credit.remove', 'removed', g.rule, null, null,
        sha256(convert_to(credit.removed_key(g.enterprise_id, g.item, g.natural_key), 'UTF8')))
    from (
        select distinct on (f.enterprise_id, f.item, f.natural_key) f.enterprise_id, f.item, f.natural_key, f.rule
        from unnest(p_enterprise_ids, p_items, p_keys, p_rules) as f (enterprise_id, item, natural_key, rule)
        order by f.enterprise_id, f.item, f.natural_key
    ) g
    join registry.enterprise e on e.id = g.enterprise_id
    where credit.is_removed(g.enterprise_id, g.item, g.natural_key);
    return v_facts;
end
$$;

-- Removes what a clock ended before today, at most so many facts; answers how many.
create function credit.expire_records(p_today date, p_limit int) returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ended record;
begin
    select array_agg(d.enterprise_id) as enterprises, array_agg(d.item) as items, array_agg(d.natural_key) as keys, array_agg(d.law) as laws into v_ended
    from (
        select r.enterprise_id, r.item, r.natural_key, n.law
        from credit.credit_record r
        cross join lateral credit.record_end(r.item, r.source, r.code, r.occurred_on, r.ended_on, r.valid_until) n
        where r.removed_at is null and n.ends_on < p_today
            and r.item in (
                'abnormal-operation', 'abnormal-taxpayer', 'consumption-limit', 'dishonest-debtor', 'enforcement', 'major-tax-violation', 'penalty', 'serious-violation', 'tax-arrears')
            -- The newest version says when it ends: a correction may have moved the day.
            and not exists (
                select
                from credit.credit_record l
                where l.enterprise_id = r.enterprise_id and l.item = r.item and l.natural_key = r.natural_key and l.version > r.version)
        limit p_limit
    ) d;
    return case when v_ended.enterprises is null then 0
        else credit.remove_facts(v_ended.enterprises, v_ended.items, v_ended.keys, v_ended.laws, 'expiry') end;
end
$$;

grant select on credit.channel_clock to ${portal}, ${worker}, ${loader}, ${gate}, ${regulator};
grant select on credit.removal_salt to ${gate};
grant select on registry.enterprise to ${gate};
grant update on credit.credit_record to ${gate};
grant select, update on credit.rejection to ${gate};
grant select, insert, update on credit.objection, credit.decision to ${gate};
grant select on credit.objection, credit.dispute to ${portal};
grant select on credit.dispute to ${gate};

call platform.give('credit.removed_key(bigint, text, text)', '${gate}');
call platform.give('credit.is_removed(bigint, text, text)', '${gate}');
call platform.give('credit.remove_facts(bigint[], text[], text[], text[], text)', '${gate}');
call platform.give('credit.expire_records(date, int)', '${gate}');
grant execute on function credit.record_end(text, text, text, date, date, date) to ${portal}, ${worker}, ${loader}, ${gate};
-- An importer holds the file with the key in it anyway.
grant execute on function credit.is_removed(bigint, text, text) to ${loader};
grant execute on function credit.expire_records(date, int) to ${worker};
