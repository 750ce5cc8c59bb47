-- A bank's back-test read how every loan of the city went and then kept its own: 80 ms with a thousand loans, and a little more with each that anyone posts.
-- How the loans of one bank to some enterprises went is found by those enterprises (rule C2 as before).

-- Null asks for all of them. Planned for what is asked: a plan for one bank's few enterprises is no plan for the whole city.
create function lending.loan_outcomes(p_bank_uscc text, p_enterprises bigint[])
    returns table (enterprise_id bigint, bank_uscc text, disbursed_on date, is_bad boolean)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
as
$$
#variable_conflict use_column
declare
    v_today date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
begin
    return query
    with went_bad as
    (
        -- A renewal is of the same enterprise as its first note, though maybe from another branch.
        select n.origin_loan_id, min(e.occurred_on) as first_on
        from lending.loan_event e
        join lending.loan n on n.id = e.loan_id
        where (p_enterprises is null or (e.enterprise_id = any (p_enterprises) and n.enterprise_id = any (p_enterprises)))
            and not e.withdrawn
            and
            (
                (e.kind = 'overdue' and e.overdue_days > 90)
                or (e.kind = 'classification' and e.five_class in ('substandard', 'doubtful', 'loss'))
                or e.kind = 'write-off'
                or (e.kind = 'repayment' and e.payer = 'guarantor')
                or (e.kind = 'extension' and e.distress)
            )
        group by n.origin_loan_id
    )
    select o.enterprise_id, o.bank_uscc, o.disbursed_on, coalesce(b.first_on <= (o.disbursed_on + interval '12 months')::date, false)
    from lending.loan o
    left join went_bad b on b.origin_loan_id = o.id
    where o.origin_loan_id = o.id
        and (p_bank_uscc is null or o.bank_uscc = p_bank_uscc)
        and (p_enterprises is null or o.enterprise_id = any (p_enterprises))
        and not o.backfill
        and ((o.disbursed_on + interval '12 months')::date <= v_today or b.first_on <= (o.disbursed_on + interval '12 months')::date);
end
$$;

create or replace function lending.loan_outcomes()
    returns table (enterprise_id bigint, bank_uscc text, disbursed_on date, is_bad boolean)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select o.enterprise_id, o.bank_uscc, o.disbursed_on, o.is_bad
from lending.loan_outcomes(null, null) o
$$;

create or replace function lending.joint_outcomes(p_bank_uscc text, p_model_id uuid)
    returns table (margin float8, is_bad boolean)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    -- No call: an empty array, which is nobody; null would be everybody.
    v_called bigint[] := array
    (
        select distinct c.enterprise_id
        from scoring.joint_call c
        join scoring.joint_model m on m.id = c.model_id and m.bank_uscc = p_bank_uscc
        where c.model_id = p_model_id and c.margin is not null
    );
begin
    return query
    select c.margin, o.is_bad
    from lending.loan_outcomes(p_bank_uscc, v_called) o
    cross join lateral
    (
        select c.margin
        from scoring.joint_call c
        where c.model_id = p_model_id and c.enterprise_id = o.enterprise_id and c.margin is not null
            and (c.at at time zone 'Asia/Shanghai')::date between o.disbursed_on - 90 and o.disbursed_on
        order by c.at desc
        limit 1
    ) c
    order by o.disbursed_on desc
    limit 100000;
end
$$;

create or replace function lending.joint_banks(p_from date, p_to date)
    returns table (bank_uscc text, model_id uuid, contract_no text, version text, has_own_part boolean, enterprises bigint, outcomes bigint, counts boolean)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    return query
    select m.bank_uscc, m.id, m.contract_no, m.version, u.own_part, cardinality(u.called)::bigint, o.outcomes,
        m.state = 'active' and u.own_part and cardinality(u.called) >= 30 and o.outcomes >= 1
    from scoring.joint_model m
    cross join lateral
    (
        select cardinality(m.own_features) > 0 or m.cut_off is not null as own_part, array
        (
            select distinct c.enterprise_id
            from scoring.joint_call c
            where c.model_id = m.id and c.answered_at is not null and (c.at at time zone 'Asia/Shanghai')::date between p_from and p_to
        ) as called
    ) u
    cross join lateral (select count(*) as outcomes from lending.loan_outcomes(m.bank_uscc, u.called)) o
    order by m.bank_uscc, m.contract_no, m.version;
end
$$;

call platform.give('lending.loan_outcomes(text, bigint[])', '${gate}');
revoke all on function lending.loan_outcomes(text, bigint[]) from public;
