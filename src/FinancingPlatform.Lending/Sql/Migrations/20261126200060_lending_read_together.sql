-- Scores with their indicative limits under several tickets in one call (合并读取评分).

-- As before, but for the pinned path: its callers, which are gate functions, have pinned it, and so PostgreSQL plans this as a part of their own statement.
create or replace function lending.limit_of_score(p_score_id bigint)
    returns table
    (
        status text, amount_yuan numeric, policy_version text, policy_is_own boolean, product_cap_yuan numeric, floor_yuan numeric, revenue_share numeric,
        band_factor numeric, revenue_yuan numeric, revenue_as_of date, balance_yuan numeric, balances_on date, valid_until date, invented boolean
    )
    language sql
    stable
as
$$
select
    case
        when p.id is null then 'no-policy'
        when s.inputs is null then 'inputs-withheld'
        when i.revenue is null then 'revenue-unknown'
        when i.factor is null then 'grade-unknown'
        when l.amount = 0 then 'below-floor'
        else 'given'
    end,
    l.amount, p.version, p.bank_uscc is not null, p.product_cap_yuan, p.floor_yuan, p.revenue_share, i.factor, i.revenue, s.as_of, b.balance,
    -- A score is kept up to date within a day; its age limits the figure's life, not only the day it is looked at.
    d.today, s.as_of + 30, p.invented or s.demonstration
from scoring.every_score s
join consent.authorisation a on a.id = s.authorisation_id
cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
left join lateral lending.limit_policy_of(a.bank_uscc, d.today) p on true
cross join lateral (select coalesce(sum(n.balance_yuan), 0) as balance from lending.loan n where n.enterprise_id = s.enterprise_id) b
cross join lateral
(
    select
        (
            (s.inputs ->> 'sales_12m')::numeric
            - greatest(
                (s.inputs ->> 'sales_looped_12m')::numeric,
                (select m.amount_yuan from scoring.ring_member m where m.enterprise_id = s.enterprise_id and m.bank_uscc = a.bank_uscc and m.kind = 'invoice'),
                0)
        )::numeric(18, 2) as revenue,
        p.band_factors[array_position(p.band_grades, s.grade)] as factor
) i
cross join lateral (select lending.limit_of(p.product_cap_yuan, p.floor_yuan, p.revenue_share, i.factor, i.revenue, b.balance) as amount) l
where s.id = p_score_id and s.kind = 'full'
$$;

-- As lending.read_score answers for one ticket. What other banks are owed is part of the sum and never shown to this one (rules A5, C7).
create function lending.read_scores(p_tickets uuid[], p_clients text[])
    returns table
    (
        ticket uuid, refusal text, kind text, points int, grade text, as_of date, pack text, pack_version text, demonstration boolean, reasons jsonb,
        input_sha256 bytea, authorisation_id uuid, limit_status text, limit_yuan numeric, limit_policy text, limit_revenue_as_of date, limit_balances_on date,
        limit_valid_until date, limit_invented boolean, flags jsonb
    )
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    return query
    select r.ticket, r.refusal, r.kind, r.points, r.grade, r.as_of, r.pack, r.pack_version, r.demonstration, r.reasons, r.input_sha256, r.authorisation_id,
        coalesce(l.status, case r.kind when 'full' then 'score-just-changed' else 'public-score' end),
        l.amount_yuan, l.policy_version, l.revenue_as_of, l.balances_on, l.valid_until, l.invented,
        -- A flag stands on records of an item: the look must name it.
        coalesce(
            (
                select jsonb_agg(jsonb_build_object('kind', m.kind, 'size', m.size) order by m.kind)
                from scoring.ring_member m
                where r.refusal is null and m.enterprise_id = r.enterprise_id and m.bank_uscc = r.bank_uscc
                    and case m.kind when 'invoice' then 'invoice-sales' else 'external-guarantee' end = any (r.items)
            ),
            '[]')
    from scoring.read_scores(p_tickets, p_clients) r
    left join lateral
    (
        -- A score's digest covers its pack: on the day of a change both tables may hold the same one.
        select s.id
        from scoring.every_score s
        where r.kind = 'full' and s.authorisation_id = r.authorisation_id and s.input_sha256 = r.input_sha256
        order by s.computed_at desc
        limit 1
    ) s on true
    left join lateral lending.limit_of_score(s.id) l on true;
end
$$;

call platform.give('lending.read_scores(uuid[], text[])', '${gate}');
revoke all on function lending.read_scores(uuid[], text[]) from public;
grant execute on function lending.read_scores(uuid[], text[]) to ${bank_api};
