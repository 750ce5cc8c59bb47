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
    v_raised int;
begin
    with watched as materialized
    (
        select a.id, a.enterprise_id, a.uscc, a.bank_uscc, a.items, a.catalogue_version, a.signed_at
        from consent.authorisation a
        where a.purpose = 'post-loan' and a.revoked_at is null and a.paused_at is null and a.leg_look and v_today between a.valid_from and a.valid_to
    ),
    record as
    (
        select w.id as authorisation_id, r.code as rule, r.test, r.threshold, f.id as source_id, f.occurred_on, f.item, f.enterprise_id, f.quantity, f.known_at
        from watched w
        join lending.alert_rule r on r.enabled and r.item is not null
        join credit.catalogue_item i on i.version = w.catalogue_version and i.code = r.item and (i.mode = 'public' or r.item = any (w.items))
        join credit.credit_record f on f.enterprise_id = w.enterprise_id and f.item = r.item
        where f.known_at > w.signed_at and f.removed_at is null
            and (f.valid_until is null or f.valid_until >= v_today)
            -- A correction of what was known before is no news.
            and (f.version = 1 or r.test <> 'new-record')
            and (r.test <> 'new-arrears' or f.code = 'arrears')
            and not exists
            (
                select from credit.credit_record n
                where n.enterprise_id = f.enterprise_id and n.item = f.item and n.natural_key = f.natural_key and n.version > f.version
            )
    ),
    found as
    (
        select c.authorisation_id, c.rule, c.source_id, c.occurred_on
        from record c
        left join lateral
        (
            select avg(p.quantity) as mean, count(*) as months
            from
            (
                select e.quantity
                from credit.credit_record e
                where e.enterprise_id = c.enterprise_id and e.item = c.item and e.occurred_on < c.occurred_on and e.removed_at is null and e.quantity is not null
                    and not exists
                    (
                        select from credit.credit_record n
                        where n.enterprise_id = e.enterprise_id and n.item = e.item and n.natural_key = e.natural_key and n.version > e.version
                    )
                order by e.occurred_on desc
                limit 3
            ) p
        ) b on c.test = 'drop'
        -- Unknown is not zero: fewer than three months before say nothing.
        where c.test <> 'drop' or (b.months = 3 and c.quantity <= b.mean * (1 - c.threshold))
        union all
        select w.id, r.code, g.id, (g.changed_at at time zone 'Asia/Shanghai')::date
        from watched w
        join lending.registry_change g on g.enterprise_id = w.enterprise_id and g.changed_at > w.signed_at
        join lending.alert_rule r on r.enabled and r.test = g.test
    ),
    raised as
    (
        insert into lending.alert (id, authorisation_id, enterprise_id, bank_uscc, rule, source_id, occurred_on, raised_at)
        select gen_random_uuid(), w.id, w.enterprise_id, w.bank_uscc, f.rule, f.source_id, f.occurred_on, clock_timestamp()
        from found f
        join watched w on w.id = f.authorisation_id
        where not exists (select from lending.alert a where a.authorisation_id = f.authorisation_id and a.rule = f.rule and a.source_id = f.source_id)
        on conflict on constraint alert_once do nothing
        returning id, bank_uscc, authorisation_id, rule, occurred_on
    )
    select count(lending.raise_event(a.bank_uscc, 'alert', a.id, jsonb_build_object
    (
        'alert_id', a.id, 'authorisation_id', a.authorisation_id, 'uscc', w.uscc, 'rule', a.rule, 'occurred_on', a.occurred_on
    ))::text)
    into v_raised
    from raised a
    join watched w on w.id = a.authorisation_id;
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
call platform.give('lending.raise_alerts()', '${gate}');
call platform.give('lending.alerts_page(text, text, timestamptz, uuid, int)', '${gate}');
revoke all on all functions in schema lending from public;
grant execute on function lending.raise_alerts() to ${worker};
grant execute on function lending.alerts_page(text, text, timestamptz, uuid, int) to ${bank_api};
