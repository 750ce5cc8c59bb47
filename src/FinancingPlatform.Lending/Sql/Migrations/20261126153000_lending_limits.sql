-- Indicative limits (参考额度; rule C3). A policy is data, versioned, per bank; the arithmetic stands in one function.

-- True when no factor is above the one before it: a worse grade never gets a higher limit.
create function lending.is_falling(p_factors numeric[]) returns boolean
    language sql
    immutable
    parallel safe
    set search_path = pg_catalog, pg_temp
as
$$
select coalesce(bool_and(f.factor <= f.before and f.factor between 0 and 1), true)
from
(
    select u.factor, coalesce(lag(u.factor) over (order by u.n), u.factor) as before
    from unnest(p_factors) with ordinality u (factor, n)
) f
$$;

create table lending.limit_policy
(
    id               uuid           not null primary key,
    -- Null: the platform's own reference policy, for banks that have set none.
    bank_uscc        text           collate "C" check (length(bank_uscc) = 18),
    version          text           not null collate "C" check (length(version) between 1 and 32),
    valid_from       date           not null,
    product_cap_yuan numeric(18, 2) not null check (product_cap_yuan > 0),
    -- A limit below it is none at all: nobody draws up a contract for less.
    floor_yuan       numeric(18, 2) not null check (floor_yuan >= 0 and floor_yuan <= product_cap_yuan),
    -- k of the rule: the share of a year's revenue that may be lent.
    revenue_share    numeric(7, 6)  not null check (revenue_share > 0 and revenue_share <= 1),
    -- The bands of default risk are the score's grades, best first; each has its factor.
    band_grades      text[]         not null collate "C" check (cardinality(band_grades) between 1 and 20),
    band_factors     numeric[]      not null,
    invented         boolean        not null,
    set_at           timestamptz    not null,
    set_by           text           not null collate "C",
    constraint limit_policy_version unique nulls not distinct (bank_uscc, version),
    constraint limit_policy_bands check (cardinality(band_factors) = cardinality(band_grades) and lending.is_falling(band_factors))
);

create index limit_policy_in_force on lending.limit_policy (bank_uscc, valid_from desc, set_at desc);

-- The rule: min(cap, k × revenue × factor − balances), in whole thousands, none below the floor. Null when revenue or factor is unknown.
create function lending.limit_of(p_cap numeric, p_floor numeric, p_revenue_share numeric, p_factor numeric, p_revenue numeric, p_balance numeric) returns numeric
    language sql
    immutable
    parallel safe
    set search_path = pg_catalog, pg_temp
as
$$
select case
    when p_revenue is null or p_factor is null then null
    when l.yuan < greatest(p_floor, 1000) then 0
    else l.yuan
end
from (select floor(least(p_cap, p_revenue_share * greatest(p_revenue, 0) * p_factor - p_balance) / 1000) * 1000 as yuan) l
$$;

-- The policy that a bank's limits follow on a day: its own newest, else the platform's.
create function lending.limit_policy_of(p_bank_uscc text, p_on date) returns setof lending.limit_policy
    language sql
    stable
    set search_path = pg_catalog, pg_temp
as
$$
select p.*
from lending.limit_policy p
where (p.bank_uscc = p_bank_uscc or p.bank_uscc is null) and p.valid_from <= p_on
order by p.bank_uscc nulls last, p.valid_from desc, p.set_at desc
limit 1
$$;

-- One full score's limit with everything that went into it. Revenue is what the tax bureau's invoices say, as the score's inputs keep it, less what
-- went round in invoice loops (rule C5). A public score has no revenue and so no limit.
create function lending.limit_of_score(p_score_id bigint)
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
from scoring.score s
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

-- A score under a ticket with its indicative limit. What other banks are owed is part of the sum and never shown to this one (rules A5, C7).
create function lending.read_score(p_ticket uuid, p_client_id text)
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
        coalesce(l.status, case r.kind when 'full' then 'score-just-changed' else 'public-score' end), l.amount_yuan, l.policy_version, l.revenue_as_of, l.balances_on, l.valid_until, l.invented
    from scoring.read_score(p_ticket, p_client_id) r
    left join scoring.score s on r.kind = 'full' and s.authorisation_id = r.authorisation_id and s.input_sha256 = r.input_sha256
    left join lateral lending.limit_of_score(s.id) l on true;
end
$$;

-- The signed-in enterprise's own limits, with every number of the sum.
create function lending.own_limits()
    returns table
    (
        authorisation_id uuid, status text, amount_yuan numeric, policy_version text, policy_is_own boolean, product_cap_yuan numeric, floor_yuan numeric,
        revenue_share numeric, band_factor numeric, revenue_yuan numeric, revenue_as_of date, balance_yuan numeric, balances_on date, valid_until date,
        invented boolean
    )
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    return query
    select s.authorisation_id, l.*
    from scoring.score s
    cross join lateral lending.limit_of_score(s.id) l
    where s.enterprise_id = identity.session_enterprise_id() and s.kind = 'full';
end
$$;

-- The answer that a key already has: no row for a new key. Waits for a simultaneous request with the same key, so that only one of them does the work.
create function lending.once_before(p_client_id text, p_key text, p_request_sha256 bytea)
    returns table (code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    set search_path = pg_catalog, pg_temp
as
$$
begin
    perform pg_advisory_xact_lock(hashtextextended(p_client_id || ' ' || p_key, 0));
    return query
    select
        case when i.request_sha256 <> p_request_sha256 then 'idempotency-key-reused' end,
        case when i.request_sha256 = p_request_sha256 then i.response else '{}' end,
        i.request_sha256 = p_request_sha256
    from lending.idempotency i
    where i.client_id = p_client_id and i.key = p_key;
end
$$;

-- Ends such a call: an answer is kept under its key, a refusal leaves none, and both stand in the audit chain (last, because it holds the chain's tip).
create function lending.once_end
(
    p_client_id text, p_key text, p_request_sha256 bytea, p_enterprise_id bigint, p_subject text, p_purpose text, p_action text, p_id uuid,
    p_authorisation_id uuid, p_refusal text, p_response jsonb
)
    returns table (code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if p_refusal is null then
        insert into lending.idempotency (client_id, key, request_sha256, status, response, created_at)
        values (p_client_id, p_key, p_request_sha256, 201, p_response, clock_timestamp());
    end if;
    perform audit.append(coalesce(p_enterprise_id, 0), p_id, p_client_id, p_subject, p_purpose, p_action, case when p_refusal is null then 'accepted' else 'refused' end,
        p_refusal, p_authorisation_id, p_key, p_request_sha256);
    return query select p_refusal, case when p_refusal is null then p_response else '{}' end, false;
end
$$;

-- A bank sets its own policy. It holds from today or later: a figure that was given stays what it was.
create function lending.set_limit_policy
(
    p_client_id text, p_bank_uscc text, p_key text, p_request_sha256 bytea, p_id uuid, p_version text, p_valid_from date,
    p_cap numeric, p_floor numeric, p_revenue_share numeric, p_grades text[], p_factors numeric[]
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
    v_refusal text;
begin
    return query select b.* from lending.once_before(p_client_id, p_key, p_request_sha256) b;
    if found then
        return;
    end if;

    if p_valid_from < (clock_timestamp() at time zone 'Asia/Shanghai')::date then
        v_refusal := 'policy-in-the-past';
    else
        insert into lending.limit_policy
            (id, bank_uscc, version, valid_from, product_cap_yuan, floor_yuan, revenue_share, band_grades, band_factors, invented, set_at, set_by)
        values (p_id, p_bank_uscc, p_version, p_valid_from, p_cap, p_floor, p_revenue_share, p_grades, p_factors, false, clock_timestamp(), p_client_id)
        on conflict on constraint limit_policy_version do nothing;
        if not found then
            v_refusal := 'policy-version-taken';
        end if;
    end if;

    return query
    select e.* from lending.once_end(p_client_id, p_key, p_request_sha256, null, p_bank_uscc, 'limit-policy', 'lending.limit-policy', p_id, null, v_refusal,
        jsonb_build_object('id', p_id, 'version', p_version, 'valid_from', p_valid_from)) e;
end
$$;

grant select, insert on lending.limit_policy to ${gate};
grant select, insert on lending.idempotency to ${gate};
grant select on scoring.score, consent.authorisation to ${gate};
call platform.give('lending.is_falling(numeric[])', '${gate}');
call platform.give('lending.limit_of(numeric, numeric, numeric, numeric, numeric, numeric)', '${gate}');
call platform.give('lending.limit_policy_of(text, date)', '${gate}');
call platform.give('lending.limit_of_score(bigint)', '${gate}');
call platform.give('lending.read_score(uuid, text)', '${gate}');
call platform.give('lending.own_limits()', '${gate}');
call platform.give('lending.once_before(text, text, bytea)', '${gate}');
call platform.give('lending.once_end(text, text, bytea, bigint, text, text, text, uuid, uuid, text, jsonb)', '${gate}');
call platform.give('lending.set_limit_policy(text, text, text, bytea, uuid, text, date, numeric, numeric, numeric, text[], numeric[])', '${gate}');
revoke all on function lending.is_falling(numeric[]), lending.limit_of(numeric, numeric, numeric, numeric, numeric, numeric),
    lending.limit_policy_of(text, date), lending.limit_of_score(bigint), lending.read_score(uuid, text), lending.own_limits(),
    lending.once_before(text, text, bytea), lending.once_end(text, text, bytea, bigint, text, text, text, uuid, uuid, text, jsonb),
    lending.set_limit_policy(text, text, text, bytea, uuid, text, date, numeric, numeric, numeric, text[], numeric[]) from public;
grant execute on function lending.read_score(uuid, text) to ${bank_api}, ${bank_desk};
grant execute on function lending.own_limits() to ${portal};
grant execute on function lending.set_limit_policy(text, text, text, bytea, uuid, text, date, numeric, numeric, numeric, text[], numeric[]) to ${bank_api};

-- The platform's reference policy is loaded like a bank; whoever loads may add one and read none.
grant insert on lending.limit_policy to ${loader};
grant execute on function lending.is_falling(numeric[]) to ${loader};
