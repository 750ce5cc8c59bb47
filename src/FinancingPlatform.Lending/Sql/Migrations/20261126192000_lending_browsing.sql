-- Data browsing (rule A6, 疑似违规查询): an officer whose looks lead to no decision within 90 days. The counts are every bank's own to read; what goes
-- beyond the limits below is an alarm, which stays until an operator of the platform has written down what came of it.
create table lending.browsing_limit
(
    is_only_row     boolean not null primary key default true check (is_only_row),
    -- Fewer looks without a decision are no pattern.
    least_undecided int     not null check (least_undecided > 0),
    -- Share of the officer's looks that led to nothing; the platform's own choice, no text names a number.
    least_share     numeric not null check (least_share > 0 and least_share <= 1)
);
insert into lending.browsing_limit (least_undecided, least_share) values (5, 0.5);

create table lending.browsing_alarm
(
    id         uuid        not null primary key,
    bank_uscc  text        not null collate "C",
    operator   text        not null check (length(operator) between 1 and 64),
    -- Looks of these days in China were judged: each is more than 90 days old.
    from_day   date        not null,
    to_day     date        not null,
    looks      int         not null,
    undecided  int         not null check (undecided > 0 and undecided <= looks),
    raised_at  timestamptz not null,
    updated_at timestamptz not null,
    closed_at  timestamptz,
    closed_by  uuid,
    outcome    text        check (length(outcome) between 1 and 500),
    constraint browsing_alarm_closed check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (outcome is null))
);
create unique index browsing_alarm_open on lending.browsing_alarm (bank_uscc, operator) where closed_at is null;
create index browsing_alarm_newest on lending.browsing_alarm (raised_at desc, id desc);
grant select on lending.browsing_limit to ${gate};
grant select, insert, update on lending.browsing_alarm to ${gate};

-- Raises alarms, and keeps the figures of open ones; says how many are new. Looks that an earlier alarm was closed over are not counted again.
create function lending.raise_browsing_alarms() returns int
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_now    timestamptz := clock_timestamp();
    v_new    uuid[];
begin
    with judged as
    (
        select b.uscc as bank_uscc, r.operator, min((r.at at time zone 'Asia/Shanghai')::date) as from_day, max((r.at at time zone 'Asia/Shanghai')::date) as to_day,
            count(*) as looks,
            count(*) filter
            (
                where not exists
                (
                    select from lending.credit_line l
                    where l.enterprise_id = r.enterprise_id and l.legal_entity_uscc = e.uscc and l.posted_at between r.at and r.at + interval '90 days'
                )
                and not exists
                (
                    select from lending.need_claim c
                    where c.enterprise_id = r.enterprise_id and c.legal_entity_uscc = e.uscc and c.decided_at between r.at and r.at + interval '90 days'
                )
            ) as undecided
        from lending.bank b
        cross join lateral (select lending.legal_entity(b.uscc) as uscc) e
        join consent.access_record r on r.bank_uscc = b.uscc and r.outcome = 'granted' and r.purpose <> 'post-loan'
            and r.at between v_now - interval '180 days' and v_now - interval '90 days'
        where not exists
        (
            select from lending.browsing_alarm k
            where k.bank_uscc = r.bank_uscc and k.operator = r.operator and k.closed_at is not null and (r.at at time zone 'Asia/Shanghai')::date <= k.to_day
        )
        group by b.uscc, r.operator
    ),
    alarming as
    (
        select j.*
        from judged j
        cross join lending.browsing_limit m
        where j.undecided >= m.least_undecided and j.undecided >= m.least_share * j.looks
    ),
    put as
    (
        insert into lending.browsing_alarm as k (id, bank_uscc, operator, from_day, to_day, looks, undecided, raised_at, updated_at)
        select gen_random_uuid(), a.bank_uscc, a.operator, a.from_day, a.to_day, a.looks, a.undecided, v_now, v_now
        from alarming a
        on conflict (bank_uscc, operator) where closed_at is null do update
        set from_day = excluded.from_day, to_day = excluded.to_day, looks = excluded.looks, undecided = excluded.undecided, updated_at = excluded.updated_at
        where (k.from_day, k.to_day, k.looks, k.undecided) is distinct from (excluded.from_day, excluded.to_day, excluded.looks, excluded.undecided)
        returning k.id, k.raised_at
    )
    select array_agg(p.id) into v_new from put p where p.raised_at = v_now;

    -- Last, because it holds the chain's tip until commit. An officer's name stays out of the chain.
    perform audit.append(0, k.id, 'platform', k.bank_uscc, null, 'lending.browsing', 'alarmed', null, null, null, null)
    from lending.browsing_alarm k
    where k.id = any (v_new);
    return coalesce(cardinality(v_new), 0);
end
$$;

call platform.give('lending.raise_browsing_alarms()', '${gate}');
revoke all on function lending.raise_browsing_alarms() from public;
grant execute on function lending.raise_browsing_alarms() to ${worker};
