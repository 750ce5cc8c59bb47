-- What banks say about models: overrides, and which version they keep to. The limit follows the score that the bank is shown, whichever version made it.

create or replace function lending.limit_of_score(p_score_id bigint)
    returns table
    (
        status text, amount_yuan numeric, policy_version text, policy_is_own boolean, product_cap_yuan numeric, floor_yuan numeric, revenue_share numeric,
        band_factor numeric, revenue_yuan numeric, revenue_as_of date, balance_yuan numeric, balances_on date, valid_until date, invented boolean
    )
    language sql
    stable
    set search_path = pg_catalog, pg_temp
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
        ((s.inputs ->> 'sales_12m')::numeric - coalesce((s.inputs ->> 'sales_looped_12m')::numeric, 0))::numeric(18, 2) as revenue,
        p.band_factors[array_position(p.band_grades, s.grade)] as factor
) i
cross join lateral (select lending.limit_of(p.product_cap_yuan, p.floor_yuan, p.revenue_share, i.factor, i.revenue, b.balance) as amount) l
where s.id = p_score_id and s.kind = 'full'
$$;

create or replace function lending.read_score(p_ticket uuid, p_client_id text)
    returns table
    (
        refusal text, kind text, points int, grade text, as_of date, pack text, pack_version text, demonstration boolean, reasons jsonb, input_sha256 bytea,
        authorisation_id uuid, limit_status text, limit_yuan numeric, limit_policy text, limit_revenue_as_of date, limit_balances_on date,
        limit_valid_until date, limit_invented boolean
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
    select r.refusal, r.kind, r.points, r.grade, r.as_of, r.pack, r.pack_version, r.demonstration, r.reasons, r.input_sha256, r.authorisation_id,
        coalesce(l.status, case r.kind when 'full' then 'score-just-changed' else 'public-score' end),
        l.amount_yuan, l.policy_version, l.revenue_as_of, l.balances_on, l.valid_until, l.invented
    from scoring.read_score(p_ticket, p_client_id) r
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

-- A bank says that it decided otherwise than the score suggests; once per look.
create function lending.post_override
(
    p_client_id text, p_bank_uscc text, p_key text, p_request_sha256 bytea, p_id uuid, p_ticket uuid, p_direction text, p_reason text
)
    returns table (code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_pull    scoring.pulled_score%rowtype;
    v_uscc    text;
    v_refusal text;
begin
    return query select b.* from lending.once_before(p_client_id, p_key, p_request_sha256) b;
    if found then
        return;
    end if;

    select p.* into v_pull from scoring.pulled_score p where p.ticket = p_ticket and p.bank_uscc = p_bank_uscc;
    select e.uscc into v_uscc from registry.enterprise e where e.id = v_pull.enterprise_id;
    if v_pull.ticket is null then
        v_refusal := 'ticket-not-yours';
    else
        insert into scoring.score_override (id, ticket, bank_uscc, direction, reason, pack_sha256, posted_by)
        values (p_id, p_ticket, p_bank_uscc, p_direction, p_reason, v_pull.pack_sha256, p_client_id)
        on conflict (ticket) do nothing;
        v_refusal := case when not found then 'override-already-posted' end;
    end if;

    return query
    select e.* from lending.once_end(p_client_id, p_key, p_request_sha256, v_pull.enterprise_id, v_uscc, 'post-result', 'scoring.override', p_id,
        v_pull.authorisation_id, v_refusal, jsonb_build_object('id', p_id, 'ticket', p_ticket, 'direction', p_direction)) e;
end
$$;

-- A bank accepts a version of a score, or keeps the one it has (rule C4).
create function lending.pin_pack(p_client_id text, p_bank_uscc text, p_key text, p_request_sha256 bytea, p_id uuid, p_sha256 text)
    returns table (code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    return query select b.* from lending.once_before(p_client_id, p_key, p_request_sha256) b;
    if found then
        return;
    end if;

    return query
    select e.* from lending.once_end(p_client_id, p_key, p_request_sha256, null, p_bank_uscc, 'model-register', 'scoring.pin', p_id, null,
        scoring.pin_pack(p_bank_uscc, p_client_id, p_sha256), jsonb_build_object('pack_sha256', p_sha256)) e;
end
$$;

call platform.give('lending.post_override(text, text, text, bytea, uuid, uuid, text, text)', '${gate}');
call platform.give('lending.pin_pack(text, text, text, bytea, uuid, text)', '${gate}');
revoke all on function lending.post_override(text, text, text, bytea, uuid, uuid, text, text), lending.pin_pack(text, text, text, bytea, uuid, text) from public;
grant execute on function lending.post_override(text, text, text, bytea, uuid, uuid, text, text), lending.pin_pack(text, text, text, bytea, uuid, text) to ${bank_api};
