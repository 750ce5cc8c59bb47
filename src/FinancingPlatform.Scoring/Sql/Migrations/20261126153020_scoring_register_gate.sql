-- Reading a score by the version that the bank keeps to, and changing states by two people.

-- Same signature as before: a bank that keeps to another version gets that version's score, and what it was shown is noted for its own back-test.
create or replace function scoring.read_score(p_ticket uuid, p_client_id text)
    returns table
    (
        refusal text, uscc text, kind text, points int, grade text, as_of date, pack text, pack_version text, demonstration boolean, reasons jsonb,
        input_sha256 bytea, authorisation_id uuid, computed_at timestamptz
    )
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_ticket record;
    v_grant  record;
    v_score  record;
begin
    select t.enterprise_id, t.authorisation_id, t.items, t.refusal into v_ticket from consent.ticket_allows(p_ticket, p_client_id, null) t;
    if v_ticket.refusal is not null then
        return query select v_ticket.refusal, null::text, null::text, null::int, null::text, null::date, null::text, null::text, null::boolean, null::jsonb,
            null::bytea, null::uuid, null::timestamptz;
        return;
    end if;

    select a.bank_uscc, a.leg_training,
        (select p.sha256 from scoring.bank_pin p where p.bank_uscc = a.bank_uscc and p.kind = 'public') as public_pin,
        (select p.sha256 from scoring.bank_pin p where p.bank_uscc = a.bank_uscc and p.kind = 'full') as full_pin
    into strict v_grant
    from consent.authorisation a
    where a.id = v_ticket.authorisation_id;

    select null::text as refusal, e.uscc, s.* into v_score
    from
    (
        select s.kind, s.points, s.grade, s.as_of, s.pack, s.pack_version, s.demonstration, s.reasons, s.input_sha256, s.computed_at, s.pack_sha256, s.margin,
            s.authorisation_id, s.items
        from scoring.score s
        where s.enterprise_id = v_ticket.enterprise_id
            and s.withheld_on is null
            and s.pack_sha256 = coalesce(case s.kind when 'full' then v_grant.full_pin else v_grant.public_pin end, s.pack_sha256)
        union all
        select p.kind, p.points, p.grade, p.as_of, p.pack, p.pack_version, p.demonstration, p.reasons, p.input_sha256, p.computed_at, p.pack_sha256, p.margin,
            p.authorisation_id, p.items
        from scoring.parallel_score p
        where p.enterprise_id = v_ticket.enterprise_id
            and p.pack_sha256 in (v_grant.full_pin, v_grant.public_pin)
            -- What was computed from a record that has been removed is told to nobody, whichever version computed it.
            and not exists (
                select from scoring.score w where w.enterprise_id = p.enterprise_id and w.kind = p.kind and w.withheld_on is not null)
    ) s
    cross join registry.enterprise e
    where e.id = v_ticket.enterprise_id
        and (s.kind = 'public' or (s.authorisation_id = v_ticket.authorisation_id and s.items <@ v_ticket.items))
    -- On the day of a change both tables may hold the pinned version; the one that was computed last counts.
    order by s.kind = 'full' desc, s.computed_at desc
    limit 1;
    if not found then
        return;
    end if;

    insert into scoring.pulled_score (ticket, enterprise_id, bank_uscc, authorisation_id, kind, pack_sha256, margin, points)
    select p_ticket, v_ticket.enterprise_id, v_grant.bank_uscc, case v_score.kind when 'full' then v_ticket.authorisation_id end, v_score.kind, v_score.pack_sha256,
        case when v_score.kind = 'public' or v_grant.leg_training then v_score.margin end,
        case when v_score.kind = 'public' or v_grant.leg_training then v_score.points end;
    return query select null::text, v_score.uscc, v_score.kind, v_score.points, v_score.grade, v_score.as_of, v_score.pack, v_score.pack_version,
        v_score.demonstration, scoring.marked_reasons(v_ticket.enterprise_id, v_score.reasons), v_score.input_sha256, v_ticket.authorisation_id, v_score.computed_at;
end
$$;

-- The signed-in operator's account, or null.
create function scoring.session_operator() returns uuid
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    return (select a.id from identity.account a where a.id = identity.session_account_id() and a.kind = 'operator');
end
$$;

-- Which change of state is allowed: nothing becomes champion that has not run beside one, and the champion only gives way to another.
create function scoring.state_may_follow(p_from text, p_to text) returns boolean
    language sql
    immutable
    parallel safe
    set search_path = pg_catalog, pg_temp
as
$$
select (p_from, p_to) in (('candidate', 'challenger'), ('candidate', 'retired'), ('challenger', 'champion'), ('challenger', 'retired'), ('retired', 'challenger'))
$$;

-- Answers null, or the refusal's code.
create function scoring.propose_pack_state(p_sha256 text, p_state text) returns text
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_operator uuid := scoring.session_operator();
    v_pack     scoring.pack_version%rowtype;
begin
    if v_operator is null then
        return 'not-an-operator';
    end if;
    select p.* into v_pack from scoring.pack_version p where p.sha256 = p_sha256 for update;
    if v_pack.sha256 is null then
        return 'pack-unknown';
    end if;
    if not coalesce(scoring.state_may_follow(v_pack.state, p_state), false) then
        return 'state-cannot-follow';
    end if;
    update scoring.pack_version p set proposed_state = p_state, proposed_by = v_operator, proposed_at = clock_timestamp() where p.sha256 = p_sha256;
    perform audit.append(0, gen_random_uuid(), v_operator::text, p_sha256, 'model-register', 'scoring.propose', p_state, null, null, v_pack.state, sha256(convert_to(p_sha256, 'UTF8')));
    return null;
end
$$;

create function scoring.confirm_pack_state(p_sha256 text) returns text
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_operator uuid := scoring.session_operator();
    v_pack     scoring.pack_version%rowtype;
    v_former   text;
begin
    if v_operator is null then
        return 'not-an-operator';
    end if;
    -- Every change of one kind queues here, so that two promotions never meet.
    perform 1 from scoring.pack_version p where p.kind = (select k.kind from scoring.pack_version k where k.sha256 = p_sha256) order by p.sha256 for update;
    select p.* into v_pack from scoring.pack_version p where p.sha256 = p_sha256;
    if v_pack.sha256 is null then
        return 'pack-unknown';
    end if;
    if v_pack.proposed_state is null then
        return 'nothing-proposed';
    end if;
    if v_pack.proposed_by = v_operator then
        return 'second-person-needed';
    end if;
    if not scoring.state_may_follow(v_pack.state, v_pack.proposed_state) then
        return 'state-cannot-follow';
    end if;

    if v_pack.proposed_state = 'champion' then
        update scoring.pack_version p set state = 'retired', state_since = clock_timestamp(), proposed_state = null, proposed_by = null, proposed_at = null
        where p.kind = v_pack.kind and p.state = 'champion'
        returning p.sha256 into v_former;
        if v_former is not null then
            insert into scoring.pack_state_change (sha256, from_state, to_state, proposed_by, confirmed_by)
            values (v_former, 'champion', 'retired', v_pack.proposed_by, v_operator);
            -- Whoever got the former champion's scores keeps them until it accepts the new one (rule C4).
            insert into scoring.bank_pin (bank_uscc, kind, sha256, pinned_by)
            select distinct a.bank_uscc, v_pack.kind, v_former, 'platform'
            from consent.authorisation a
            on conflict (bank_uscc, kind) do nothing;
        end if;
    end if;

    update scoring.pack_version p
    set state = v_pack.proposed_state, state_since = clock_timestamp(), proposed_state = null, proposed_by = null, proposed_at = null
    where p.sha256 = p_sha256;
    insert into scoring.pack_state_change (sha256, from_state, to_state, proposed_by, confirmed_by)
    values (p_sha256, v_pack.state, v_pack.proposed_state, v_pack.proposed_by, v_operator);
    perform audit.append(0, gen_random_uuid(), v_operator::text, p_sha256, 'model-register', 'scoring.confirm', v_pack.proposed_state, null, null, v_pack.state, sha256(convert_to(p_sha256, 'UTF8')));
    return null;
end
$$;

-- The register as an operator sees it: versions, who keeps to them, the newest figures. No enterprise.
create function scoring.operator_packs()
    returns table
    (
        sha256 text, kind text, name text, version text, demonstration boolean, features int, state text, state_since timestamptz, proposed_state text,
        is_own_proposal boolean, banks_pinned bigint, scores bigint, overrides_up bigint, overrides_down bigint
    )
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_operator uuid := scoring.session_operator();
begin
    if v_operator is null then
        return;
    end if;
    return query
    select p.sha256, p.kind, p.name, p.version, p.demonstration, cardinality(p.features), p.state, p.state_since, p.proposed_state, p.proposed_by = v_operator,
        (select count(*) from scoring.bank_pin b where b.sha256 = p.sha256),
        case
            when p.state = 'champion' then (select count(*) from scoring.score s where s.pack_sha256 = p.sha256)
            else (select count(*) from scoring.parallel_score s where s.pack_sha256 = p.sha256)
        end,
        (select count(*) from scoring.score_override o where o.pack_sha256 = p.sha256 and o.direction = 'up'),
        (select count(*) from scoring.score_override o where o.pack_sha256 = p.sha256 and o.direction = 'down')
    from scoring.pack_version p
    order by p.kind, array_position(array['champion', 'challenger', 'candidate', 'retired'], p.state), p.name, p.version;
end
$$;

-- The newest day's figures of every pack, alarms first.
create function scoring.operator_figures()
    returns table (sha256 text, name text, version text, as_of date, measure text, figure text, value float8, rows bigint, bad bigint, level text)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    if scoring.session_operator() is null then
        return;
    end if;
    return query
    select f.pack_sha256, p.name, p.version, f.as_of, f.measure, f.figure, f.value, f.rows, f.bad, f.level
    from scoring.pack_version p
    cross join lateral (select max(m.as_of) as as_of from scoring.monitor_figure m where m.pack_sha256 = p.sha256) newest
    join scoring.monitor_figure f on f.pack_sha256 = p.sha256 and f.as_of = newest.as_of
    order by array_position(array['alarm', 'watch', 'too-few', 'ok'], f.level), p.name, p.version, f.figure, f.value desc nulls last, f.measure;
end
$$;

-- Champion against challenger on the same enterprises of the same day: how many, and how far apart.
create function scoring.operator_side_by_side()
    returns table (sha256 text, name text, version text, champion text, as_of date, compared bigint, mean_difference numeric, same_grade bigint, moved_20 bigint)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    if scoring.session_operator() is null then
        return;
    end if;
    return query
    select v.sha256, v.name, v.version, min(s.pack || ' ' || s.pack_version), p.as_of, count(*), round(avg(p.points - s.points), 1), count(*) filter (where p.grade = s.grade),
        count(*) filter (where abs(p.points - s.points) >= 20)
    from scoring.pack_version v
    join scoring.parallel_score p on p.pack_sha256 = v.sha256
    join scoring.score s on s.enterprise_id = p.enterprise_id and s.kind = p.kind and s.authorisation_id is not distinct from p.authorisation_id and s.as_of = p.as_of
    where v.state <> 'champion'
    group by v.sha256, v.name, v.version, p.as_of
    order by p.as_of desc, v.name, v.version;
end
$$;

-- What a bank may choose from: its own version, the champion, and how the two differ on the enterprises that it may look at.
create function scoring.packs_of_bank(p_bank_uscc text)
    returns table (sha256 text, kind text, name text, version text, demonstration boolean, state text, is_pinned boolean, is_in_use boolean, scored bigint)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select p.sha256, p.kind, p.name, p.version, p.demonstration, p.state, b.sha256 is not null, coalesce(own.sha256, c.sha256) = p.sha256,
    (
        select count(*)
        from scoring.every_score s
        join consent.authorisation a on a.id = s.authorisation_id and a.bank_uscc = p_bank_uscc
        where s.pack_sha256 = p.sha256
    )
from scoring.pack_version p
left join scoring.bank_pin b on b.bank_uscc = p_bank_uscc and b.sha256 = p.sha256
left join scoring.bank_pin own on own.bank_uscc = p_bank_uscc and own.kind = p.kind
left join scoring.pack_version c on c.kind = p.kind and c.state = 'champion'
where p.state in ('champion', 'challenger') or b.sha256 is not null
order by p.kind, p.state, p.name, p.version
$$;

-- A bank accepts a version, or keeps the one it has: only the champion, a challenger that runs beside it, or what it is pinned to already.
create function scoring.pin_pack(p_bank_uscc text, p_client_id text, p_sha256 text) returns text
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_kind text;
begin
    select p.kind into v_kind from scoring.pack_version p
    where p.sha256 = p_sha256
        and (p.state in ('champion', 'challenger') or exists (select from scoring.bank_pin b where b.bank_uscc = p_bank_uscc and b.sha256 = p.sha256));
    if v_kind is null then
        return 'pack-not-offered';
    end if;
    insert into scoring.bank_pin (bank_uscc, kind, sha256, pinned_by) values (p_bank_uscc, v_kind, p_sha256, p_client_id)
    on conflict (bank_uscc, kind) do update set sha256 = excluded.sha256, pinned_at = clock_timestamp(), pinned_by = excluded.pinned_by;
    return null;
end
$$;

call platform.give('scoring.session_operator()', '${gate}');
call platform.give('scoring.state_may_follow(text, text)', '${gate}');
call platform.give('scoring.propose_pack_state(text, text)', '${gate}');
call platform.give('scoring.confirm_pack_state(text)', '${gate}');
call platform.give('scoring.operator_packs()', '${gate}');
call platform.give('scoring.operator_figures()', '${gate}');
call platform.give('scoring.operator_side_by_side()', '${gate}');
call platform.give('scoring.packs_of_bank(text)', '${gate}');
call platform.give('scoring.pin_pack(text, text, text)', '${gate}');
revoke all on function scoring.session_operator(), scoring.state_may_follow(text, text), scoring.propose_pack_state(text, text), scoring.confirm_pack_state(text),
    scoring.operator_packs(), scoring.operator_figures(), scoring.operator_side_by_side(), scoring.packs_of_bank(text), scoring.pin_pack(text, text, text) from public;
grant execute on function scoring.propose_pack_state(text, text), scoring.confirm_pack_state(text), scoring.operator_packs(), scoring.operator_figures(),
    scoring.operator_side_by_side() to ${portal};
grant execute on function scoring.packs_of_bank(text) to ${bank_api};
