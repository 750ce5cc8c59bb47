-- The enterprise's credit report (信用报告): its facts, the reports that were issued, and what a code on paper is worth today (rule B7).

-- Who a report was issued to, what its digest is and which records stood in it. No content: that is read again, as of its moment.
create table credit.issued_report (
    code text collate "C" primary key check (code ~ '^[0-9a-f]{32}$'),
    enterprise_id bigint not null,
    issued_at timestamptz not null,
    as_of date not null,
    list_version text not null,
    -- Of the report as a person reads it; it stands on page, JSON and PDF.
    digest bytea not null check (octet_length(digest) = 32),
    -- Of the facts in this database: what a later check compares with, so that no content leaves it.
    state bytea not null check (octet_length(state) = 32),
    items text[] not null,
    record_ids bigint[] not null
);
create index issued_report_own on credit.issued_report (enterprise_id, issued_at desc);

alter table credit.issued_report enable row level security;
create policy own_reports on credit.issued_report for select to ${portal}
    using (enterprise_id = (select identity.session_enterprise_id()));
create policy gate_all on credit.issued_report to ${gate} using (true) with check (true);
grant select on credit.issued_report to ${portal};
grant select, insert on credit.issued_report to ${gate};

-- The firm's one-time authorisation for a department to fetch one report over the interface; the secret itself is not kept.
create table credit.report_ticket (
    secret_sha256 bytea primary key check (octet_length(secret_sha256) = 32),
    code text collate "C" not null references credit.issued_report (code),
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    used_at timestamptz,
    purpose text collate "C",
    check ((used_at is null) = (purpose is null))
);
create index report_ticket_code on credit.report_ticket (code);
grant select, insert on credit.report_ticket to ${gate};
grant update (used_at, purpose) on credit.report_ticket to ${gate};

-- What departments used reports for, counted by day: nobody's name, no enterprise.
create table credit.report_use (
    used_on date not null,
    purpose text collate "C" not null check (purpose in ('approval', 'tender', 'procurement', 'funds', 'award', 'other')),
    channel text not null check (channel in ('verification', 'interface')),
    uses bigint not null default 0 check (uses >= 0),
    primary key (used_on, purpose, channel)
);
grant select, insert, update on credit.report_use to ${gate};

-- Open objections of an enterprise, with the subject's own statement.
create function credit.report_objections(p_enterprise bigint) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(
        jsonb_agg(jsonb_build_object('item', d.item, 'natural_key', d.natural_key, 'statement', d.statement) order by d.item, d.natural_key), '[]')
    from credit.dispute as d
    where d.enterprise_id = p_enterprise
$$;

create function credit.own_report_objections() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select credit.report_objections(identity.session_enterprise_id()) $$;

-- Everything a report says, of what was known at a moment, is not removed now and had not expired on a day. Runs with the caller's rights, so
-- that the portal gets its own enterprise's rows only, whatever number it names. Of each item the 100 newest entries and their total count.
create function credit.report_facts(p_enterprise bigint, p_on date, p_known timestamptz, p_objections jsonb) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with latest as (
        select distinct on (r.item, r.natural_key) r.*
        from credit.credit_record as r
        where r.enterprise_id = p_enterprise and r.known_at <= p_known
        order by r.item, r.natural_key, r.version desc
    ),
    current as (
        select
            l.*,
            row_number() over (partition by l.item order by l.occurred_on desc, l.id desc) as place,
            count(*) over (partition by l.item) as total
        from latest as l
        where l.removed_at is null and (l.valid_until is null or l.valid_until >= p_on)
    ),
    list as (
        select v.version from credit.catalogue_version as v where v.issued_on <= p_on order by v.issued_on desc, v.version desc limit 1
    )
    select jsonb_build_object(
        'enterprise', (
            select jsonb_build_object(
                'uscc', e.uscc, 'name', e.name, 'status', e.status, 'established_on', e.established_on, 'kind', e.kind, 'division', e.division,
                'industry', e.industry, 'registered_capital_yuan', e.registered_capital_yuan::text, 'invented', e.invented)
            from registry.enterprise as e
            where e.id = p_enterprise
        ),
        'list_version', (select l.version from list as l),
        'items', coalesce((
            select jsonb_object_agg(i.item, jsonb_build_object(
                'total', i.total, 'name_zh', c.name_zh, 'name_en', c.name_en,
                -- What the list in force does not name is not public (trap 27).
                'mode', coalesce(c.mode, 'authorised'), 'layout', y.layout))
            from (select distinct k.item, k.total from current as k) as i
            left join list on true
            left join credit.catalogue_item as c on c.version = list.version and c.code = i.item
            left join credit.item_layout as y on y.code = i.item
        ), '{}'),
        'records', coalesce((
            select jsonb_agg(jsonb_build_object(
                'id', k.id, 'item', k.item, 'source', k.source, 'occurred_on', k.occurred_on,
                'known_at', to_char(k.known_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'valid_until', k.valid_until, 'amount', k.amount::text, 'quantity', trim_scale(k.quantity)::text, 'code', k.code,
                'counterparty', k.counterparty, 'started_on', k.started_on, 'ended_on', k.ended_on, 'payload', k.payload,
                'natural_key', k.natural_key, 'invented', k.invented, 'disputed', o.natural_key is not null, 'statement', o.statement)
                order by k.item, k.place)
            from current as k
            left join lateral (
                select x.natural_key, x.statement
                from jsonb_to_recordset(p_objections) as x (item text, natural_key text, statement text)
                where x.item = k.item and x.natural_key = k.natural_key
                order by x.statement nulls last
                limit 1
            ) as o on true
            where k.place <= 100
        ), '[]'))
$$;

create function credit.report_state_digest(p_facts jsonb) returns bytea
language sql immutable strict
set search_path = pg_catalog, pg_temp
as $$ select sha256(convert_to(p_facts::text, 'UTF8')) $$;

-- Keeps what was issued, if the facts are still those the report was made of. False when they changed meanwhile.
create function credit.issue_report(p_code text, p_digest bytea, p_state bytea, p_as_of date) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_enterprise bigint := identity.session_enterprise_id();
    v_facts jsonb;
begin
    if v_enterprise is null then
        return false;
    end if;
    v_facts := credit.report_facts(v_enterprise, p_as_of, now(), credit.report_objections(v_enterprise));
    if credit.report_state_digest(v_facts) <> p_state then
        return false;
    end if;
    insert into credit.issued_report (code, enterprise_id, issued_at, as_of, list_version, digest, state, items, record_ids)
    select
        p_code, v_enterprise, now(), p_as_of, coalesce(v_facts ->> 'list_version', '-'), p_digest, p_state,
        array(select jsonb_object_keys(v_facts -> 'items') order by 1),
        array(select (r ->> 'id')::bigint from jsonb_array_elements(v_facts -> 'records') as r order by 1);
    return true;
end
$$;

-- What a code on paper is worth now: dates and digest, no content and no name.
create function credit.verify_report(p_code text)
returns table (state text, issued_at timestamptz, as_of date, list_version text, digest bytea)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select
        case
            when exists (
                select from credit.credit_record as r
                where r.enterprise_id = i.enterprise_id and r.id = any(i.record_ids) and r.removed_at is not null
            ) then 'withdrawn'
            when exists (
                select from credit.issued_report as n
                where n.enterprise_id = i.enterprise_id and n.issued_at > i.issued_at and n.digest <> i.digest
            ) then 'superseded'
            when i.state <> credit.report_state_digest(credit.report_facts(
                i.enterprise_id, (now() at time zone 'Asia/Shanghai')::date, now(), credit.report_objections(i.enterprise_id)
            )) then 'superseded'
            else 'valid'
        end,
        i.issued_at, i.as_of, i.list_version, i.digest
    from credit.issued_report as i
    where i.code = p_code
$$;

create function credit.count_report_use(p_code text, p_purpose text, p_channel text) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from credit.issued_report as i where i.code = p_code) then
        return false;
    end if;
    insert into credit.report_use as u (used_on, purpose, channel, uses)
    values ((now() at time zone 'Asia/Shanghai')::date, p_purpose, p_channel, 1)
    on conflict (used_on, purpose, channel) do update set uses = u.uses + 1;
    return true;
end
$$;

-- A one-time code for one of the enterprise's own reports: seven days, one use, at most 20 open ones a report.
create function credit.new_report_ticket(p_code text, p_secret_sha256 bytea) returns timestamptz
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into credit.report_ticket (secret_sha256, code, expires_at)
    select p_secret_sha256, i.code, now() + interval '7 days'
    from credit.issued_report as i
    where i.code = p_code
        and i.enterprise_id = identity.session_enterprise_id()
        and 20 > (select count(*) from credit.report_ticket as t where t.code = i.code and t.used_at is null and t.expires_at > now())
    returning expires_at
$$;

-- Spends a one-time code, counts the use and gives the report's facts as of its moment. No row: unknown, spent or expired, which is not told apart.
create function credit.redeem_report_ticket(p_code text, p_secret_sha256 bytea, p_purpose text)
returns table (facts jsonb, issued_at timestamptz, as_of date, digest bytea)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update credit.report_ticket as t set used_at = now(), purpose = p_purpose
    where t.secret_sha256 = p_secret_sha256 and t.code = p_code and t.used_at is null and t.expires_at > now();
    if not found then
        return;
    end if;
    perform credit.count_report_use(p_code, p_purpose, 'interface');
    return query
    select credit.report_facts(i.enterprise_id, i.as_of, i.issued_at, credit.report_objections(i.enterprise_id)), i.issued_at, i.as_of, i.digest
    from credit.issued_report as i
    where i.code = p_code;
end
$$;

call platform.give('credit.report_objections(bigint)', '${gate}');
call platform.give('credit.own_report_objections()', '${gate}');
call platform.give('credit.issue_report(text, bytea, bytea, date)', '${gate}');
call platform.give('credit.verify_report(text)', '${gate}');
call platform.give('credit.count_report_use(text, text, text)', '${gate}');
call platform.give('credit.new_report_ticket(text, bytea)', '${gate}');
call platform.give('credit.redeem_report_ticket(text, bytea, text)', '${gate}');
grant execute on function credit.report_facts(bigint, date, timestamptz, jsonb), credit.report_state_digest(jsonb) to ${portal}, ${gate};
grant execute on function
    credit.own_report_objections(), credit.issue_report(text, bytea, bytea, date), credit.verify_report(text),
    credit.count_report_use(text, text, text), credit.new_report_ticket(text, bytea), credit.redeem_report_ticket(text, bytea, text)
    to ${portal};
