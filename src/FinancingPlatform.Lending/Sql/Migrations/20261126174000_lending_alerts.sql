-- Post-loan alerts (贷后预警, rule C11): rules as data, only under a live post-loan authorisation that lets the bank look, only for items that it
-- covers or that are public.
create table lending.alert_rule
(
    code      text    not null primary key collate "C",
    test      text    not null collate "C" check (test in ('new-record', 'new-arrears', 'drop', 'status-changed', 'representative-changed')),
    item      text    collate "C",
    -- For a drop: the share by which the last quantity is below the mean of the three before it.
    threshold numeric check (threshold > 0 and threshold < 1),
    name_zh   text    not null,
    name_en   text    not null,
    enabled   boolean not null default true,
    constraint alert_rule_shape check ((item is null) = (test in ('status-changed', 'representative-changed')) and (threshold is not null) = (test = 'drop'))
);

insert into lending.alert_rule (code, test, item, threshold, name_zh, name_en) values
    ('enforcement', 'new-record', 'enforcement', null, '新增被执行信息', 'New case under enforcement'),
    ('dishonest-debtor', 'new-record', 'dishonest-debtor', null, '新列入失信被执行人', 'Newly listed as a dishonest debtor'),
    ('consumption-limit', 'new-record', 'consumption-limit', null, '新增限制高消费', 'New limit on consumption'),
    ('abnormal-operation', 'new-record', 'abnormal-operation', null, '新列入经营异常名录', 'Newly listed for abnormal operation'),
    ('serious-violation', 'new-record', 'serious-violation', null, '新列入严重违法失信名单', 'Newly listed for serious violations'),
    ('major-tax-violation', 'new-record', 'major-tax-violation', null, '新增重大税收违法', 'New major tax violation'),
    ('tax-arrears', 'new-record', 'tax-arrears', null, '新增欠税公告', 'New published tax arrears'),
    ('electricity-arrears', 'new-arrears', 'utility-electricity', null, '电费欠缴', 'Electricity bill in arrears'),
    ('social-insurance-arrears', 'new-arrears', 'social-insurance', null, '社保欠缴', 'Social insurance in arrears'),
    ('electricity-drop', 'drop', 'utility-electricity', 0.5, '用电量下降五成以上', 'Power use down by half or more'),
    ('staff-drop', 'drop', 'social-insurance', 0.3, '参保人数下降三成以上', 'Insured staff down by 30 % or more'),
    ('status-changed', 'status-changed', null, null, '登记状态变更', 'Registration status changed'),
    ('representative-changed', 'representative-changed', null, null, '法定代表人变更', 'Legal representative changed');

-- Changes of the registry; they are public. Which value stands there, nobody reads here: a person's name does not belong in an alert.
create table lending.registry_change
(
    id            bigint      generated always as identity primary key,
    enterprise_id bigint      not null,
    test          text        not null collate "C" check (test in ('status-changed', 'representative-changed')),
    status        text,
    changed_at    timestamptz not null
);
create index registry_change_enterprise on lending.registry_change (enterprise_id, changed_at);

create function lending.note_registry_change() returns trigger
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    -- Only where somebody may be told; an import of the whole registry writes nothing here.
    if exists (select from consent.authorisation a where a.enterprise_id = new.id and a.purpose = 'post-loan' and a.revoked_at is null) then
        if new.status is distinct from old.status then
            insert into lending.registry_change (enterprise_id, test, status, changed_at) values (new.id, 'status-changed', new.status, clock_timestamp());
        end if;
        if new.legal_representative is distinct from old.legal_representative then
            insert into lending.registry_change (enterprise_id, test, changed_at) values (new.id, 'representative-changed', clock_timestamp());
        end if;
    end if;
    return null;
end
$$;
create trigger note_change after update of status, legal_representative on registry.enterprise
    for each row when (old.status is distinct from new.status or old.legal_representative is distinct from new.legal_representative)
    execute function lending.note_registry_change();

create table lending.alert
(
    id               uuid        not null primary key,
    authorisation_id uuid        not null references consent.authorisation (id),
    enterprise_id    bigint      not null,
    bank_uscc        text        not null collate "C",
    rule             text        not null collate "C" references lending.alert_rule (code),
    -- The record or the change that raised it.
    source_id        bigint      not null,
    occurred_on      date        not null,
    raised_at        timestamptz not null,
    constraint alert_once unique (authorisation_id, rule, source_id)
);
create index alert_bank on lending.alert (bank_uscc, raised_at desc, id desc);
create index alert_enterprise on lending.alert (enterprise_id, raised_at desc);
alter table lending.alert enable row level security;
create policy gate_all on lending.alert to ${gate} using (true) with check (true);
create policy own_rows on lending.alert for select to ${portal} using (enterprise_id = (select identity.session_enterprise_id()));
grant select on lending.alert, lending.alert_rule to ${portal};
grant select on lending.alert_rule to ${worker};
grant select, insert on lending.alert, lending.registry_change to ${gate};
grant select on lending.alert_rule to ${gate};
create index authorisation_post_loan on consent.authorisation (enterprise_id) where purpose = 'post-loan' and revoked_at is null;

-- What the rules find in one enterprise's file since a moment. One enterprise at a time, so that the plan never depends on a guess at how many are
-- watched: as one statement over all of them it took more than 30 s for 10,000 where the estimate was one row.
create function lending.findings_of(p_enterprise_id bigint, p_items text[], p_version text, p_since timestamptz, p_today date)
    returns table (rule text, source_id bigint, occurred_on date)
    language plpgsql
    stable
as
$$
#variable_conflict use_column
begin
    return query
    select r.code, f.id, f.occurred_on
    from credit.credit_record f
    join lending.alert_rule r on r.enabled and r.item = f.item
    join credit.catalogue_item i on i.version = p_version and i.code = r.item and (i.mode = 'public' or r.item = any (p_items))
    left join lateral
    (
        select avg(p.quantity) as mean, count(*) as months
        from
        (
            select e.quantity
            from credit.credit_record e
            where e.enterprise_id = p_enterprise_id and e.item = f.item and e.occurred_on < f.occurred_on and e.removed_at is null and e.quantity is not null
                and not exists
                (
                    select from credit.credit_record n
                    where n.enterprise_id = p_enterprise_id and n.item = e.item and n.natural_key = e.natural_key and n.version > e.version
                )
            order by e.occurred_on desc
            limit 3
        ) p
    ) b on r.test = 'drop'
    where f.enterprise_id = p_enterprise_id and f.known_at > p_since and f.removed_at is null
        and (f.valid_until is null or f.valid_until >= p_today)
        -- A correction of what was known before is no news.
        and (f.version = 1 or r.test <> 'new-record')
        and (r.test <> 'new-arrears' or f.code = 'arrears')
        -- Unknown is not zero: fewer than three months before say nothing.
        and (r.test <> 'drop' or (b.months = 3 and f.quantity <= b.mean * (1 - r.threshold)))
        and not exists
        (
            select from credit.credit_record n
            where n.enterprise_id = p_enterprise_id and n.item = f.item and n.natural_key = f.natural_key and n.version > f.version
        )
    union all
    select r.code, g.id, (g.changed_at at time zone 'Asia/Shanghai')::date
    from lending.registry_change g
    join lending.alert_rule r on r.enabled and r.test = g.test
    where g.enterprise_id = p_enterprise_id and g.changed_at > p_since;
end
$$;

-- Raises what the rules find and tells the banks; says how many. It reads the files of watched enterprises alone: the cost grows with the
-- authorisations, not with the city.
create function lending.raise_alerts() returns int
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_today  date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
    v_alert  record;
    v_raised int := 0;
begin
    for v_alert in
        with raised as
        (
            insert into lending.alert (id, authorisation_id, enterprise_id, bank_uscc, rule, source_id, occurred_on, raised_at)
            select gen_random_uuid(), a.id, a.enterprise_id, a.bank_uscc, f.rule, f.source_id, f.occurred_on, clock_timestamp()
            from consent.authorisation a
            cross join lateral lending.findings_of(a.enterprise_id, a.items, a.catalogue_version, a.signed_at, v_today) f
            where a.purpose = 'post-loan' and a.revoked_at is null and a.paused_at is null and a.leg_look and v_today between a.valid_from and a.valid_to
            on conflict on constraint alert_once do nothing
            returning id, enterprise_id, bank_uscc, authorisation_id, rule, occurred_on
        )
        select r.id, r.bank_uscc, r.authorisation_id, r.rule, r.occurred_on, e.uscc
        from raised r
        join registry.enterprise e on e.id = r.enterprise_id
    loop
        perform lending.raise_event(v_alert.bank_uscc, 'alert', v_alert.id, jsonb_build_object
        (
            'alert_id', v_alert.id, 'authorisation_id', v_alert.authorisation_id, 'uscc', v_alert.uscc, 'rule', v_alert.rule, 'occurred_on', v_alert.occurred_on
        ));
        v_raised := v_raised + 1;
    end loop;
    return v_raised;
end
$$;

create function lending.alerts_page(p_bank_uscc text, p_uscc text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table (at timestamptz, id uuid, body jsonb)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select a.raised_at, a.id, jsonb_build_object
(
    'id', a.id, 'uscc', e.uscc, 'enterprise_name', e.name, 'authorisation_id', a.authorisation_id, 'rule', a.rule, 'rule_zh', r.name_zh, 'rule_en', r.name_en,
    'occurred_on', a.occurred_on, 'raised_at', lending.instant(a.raised_at)
)
from lending.alert a
join registry.enterprise e on e.id = a.enterprise_id
join lending.alert_rule r on r.code = a.rule
-- What was raised is shown while the authorisation lives: its end stops the use of it.
join consent.authorisation c on c.id = a.authorisation_id and c.revoked_at is null and c.paused_at is null
    and (clock_timestamp() at time zone 'Asia/Shanghai')::date between c.valid_from and c.valid_to
where a.bank_uscc = p_bank_uscc
    and (p_uscc is null or e.uscc = p_uscc)
    and (p_before is null or (a.raised_at, a.id) < (p_before, p_before_id))
order by a.raised_at desc, a.id desc
limit least(p_limit, 200)
$$;

call platform.give('lending.note_registry_change()', '${gate}');
call platform.give('lending.findings_of(bigint, text[], text, timestamptz, date)', '${gate}');
call platform.give('lending.raise_alerts()', '${gate}');
call platform.give('lending.alerts_page(text, text, timestamptz, uuid, int)', '${gate}');
revoke all on all functions in schema lending from public;
grant execute on function lending.raise_alerts() to ${worker};
grant execute on function lending.alerts_page(text, text, timestamptz, uuid, int) to ${bank_api};
