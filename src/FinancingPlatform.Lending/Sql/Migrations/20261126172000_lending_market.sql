-- What banks offer, what firms ask for, and who took which need (产品、需求与认领). Rows of firms are theirs by row-level security; banks reach
-- everything through functions.

-- A product (金融产品); each version is a row, the last one counts.
create table lending.product
(
    legal_entity_uscc        text           not null collate "C",
    product_no               text           not null collate "C" check (length(product_no) between 1 and 64),
    version                  int            not null check (version > 0),
    id                       uuid           not null unique,
    bank_uscc                text           not null collate "C",
    name                     text           not null check (length(name) between 1 and 64),
    loan_type                text           not null collate "C" check (loan_type in ('credit', 'guarantee', 'mortgage', 'pledge', 'combined')),
    amount_from_yuan         numeric(18, 2) not null check (amount_from_yuan > 0),
    amount_to_yuan           numeric(18, 2) not null,
    months_from              int            not null check (months_from > 0),
    months_to                int            not null,
    rate_from_percent        numeric(7, 4)  not null check (rate_from_percent >= 0),
    rate_to_percent          numeric(7, 4)  not null check (rate_to_percent <= 100),
    audience                 text           not null check (length(audience) between 1 and 200),
    -- Each fee with who charges it and when (贷款明白纸); an empty list says that there is none. A product without a declaration is not taken.
    fees                     jsonb          not null,
    listed                   boolean        not null,
    posted_at                timestamptz    not null,
    posted_by                text           not null collate "C",
    primary key (legal_entity_uscc, product_no, version),
    constraint product_ranges check (amount_to_yuan >= amount_from_yuan and months_to >= months_from and rate_to_percent >= rate_from_percent)
);

-- A need (融资需求). Its clock is its own: it runs from the posting, whoever takes it and gives it back (rule C12).
create table lending.need
(
    id            uuid           not null primary key,
    need_no       text           not null collate "C" unique,
    enterprise_id bigint         not null references registry.enterprise (id),
    amount_yuan   numeric(18, 2) not null check (amount_yuan > 0),
    months        int            not null check (months between 1 and 360),
    purpose       text           not null check (length(purpose) between 1 and 200),
    loan_type     text           not null collate "C" check (loan_type in ('credit', 'guarantee', 'mortgage', 'pledge', 'combined', 'any')),
    -- 'platform': posted here, ten working days. 'recommended': from a recommended list (推荐清单, 金发〔2024〕32号), thirty days.
    source        text           not null collate "C" check (source in ('platform', 'recommended')),
    -- Banks that the owner picked; empty: the pool of all (rule C8).
    picked_banks  text[]         not null collate "C" default '{}' check (cardinality(picked_banks) <= 3),
    posted_at     timestamptz    not null,
    decide_by     date           not null,
    withdrawn_at  timestamptz,
    closed_at     timestamptz
);
create index need_enterprise on lending.need (enterprise_id, posted_at desc);
create index need_open on lending.need (posted_at desc, id desc) where withdrawn_at is null and closed_at is null;

-- A bank's hold on a need. At most three live ones at a time; released and refused ones stay.
create table lending.need_claim
(
    id                uuid           not null primary key,
    need_id           uuid           not null references lending.need (id),
    enterprise_id     bigint         not null,
    bank_uscc         text           not null collate "C",
    legal_entity_uscc text           not null collate "C",
    client_id         text           not null collate "C",
    operator          text           not null check (length(operator) between 1 and 64),
    branch            text           not null check (length(branch) between 1 and 128),
    claimed_at        timestamptz    not null,
    -- The owner lets a bank that it did not pick see who it is.
    accepted_at       timestamptz,
    released_at       timestamptz,
    decided_at        timestamptz,
    decision          text           collate "C" check (decision in ('approved', 'refused')),
    amount_yuan       numeric(18, 2) check (amount_yuan > 0),
    rate_percent      numeric(7, 4),
    months            int,
    refusal_code      text           collate "C",
    constraint need_claim_decision check
    (
        (decided_at is null) = (decision is null) and (decision = 'refused') is not distinct from (case when decision is not null then refusal_code is not null end)
        and ((decision = 'approved') is not distinct from (case when decision is not null then amount_yuan is not null end))
        and not (released_at is not null and decided_at is not null)
    )
);
-- One live hold or decision per bank and need.
create unique index need_claim_once on lending.need_claim (need_id, legal_entity_uscc) where released_at is null;
create index need_claim_entity on lending.need_claim (legal_entity_uscc, claimed_at desc, id desc);
create index need_claim_enterprise on lending.need_claim (enterprise_id, claimed_at desc);

alter table lending.need enable row level security;
alter table lending.need_claim enable row level security;
create policy gate_all on lending.need to ${gate} using (true) with check (true);
create policy gate_all on lending.need_claim to ${gate} using (true) with check (true);
create policy own_rows on lending.need for select to ${portal} using (enterprise_id = (select identity.session_enterprise_id()));
create policy own_rows on lending.need_claim for select to ${portal} using (enterprise_id = (select identity.session_enterprise_id()));
grant select on lending.need to ${portal};
grant select (id, need_id, enterprise_id, bank_uscc, legal_entity_uscc, claimed_at, accepted_at, released_at, decided_at, decision, amount_yuan, rate_percent, months, refusal_code)
    on lending.need_claim to ${portal};
grant select on lending.product to ${portal}, ${bank_desk};
grant select, insert on lending.product to ${gate};
grant select, insert, update on lending.need, lending.need_claim to ${gate};

-- The signed-in firm posts a need. The day to decide by comes from the working calendar, which the database does not hold.
create function lending.post_need
(
    p_id uuid, p_need_no text, p_amount numeric, p_months int, p_purpose text, p_loan_type text, p_source text, p_picked_banks text[], p_decide_by date
)
    returns boolean
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_enterprise bigint := identity.session_enterprise_id();
begin
    if v_enterprise is null then
        return false;
    end if;
    insert into lending.need (id, need_no, enterprise_id, amount_yuan, months, purpose, loan_type, source, picked_banks, posted_at, decide_by)
    values (p_id, p_need_no, v_enterprise, p_amount, p_months, p_purpose, p_loan_type, p_source, p_picked_banks, clock_timestamp(), p_decide_by)
    on conflict do nothing;
    if not found then
        return exists (select from lending.need n where n.id = p_id and n.enterprise_id = v_enterprise);
    end if;
    perform lending.raise_event(b.bank, 'need-posted', p_id, jsonb_build_object('need_id', p_id, 'need_no', p_need_no))
    from unnest(case when cardinality(p_picked_banks) > 0 then p_picked_banks else array[null] end) b (bank);
    perform audit.append(v_enterprise, p_id, 'enterprise', (select e.uscc from registry.enterprise e where e.id = v_enterprise), 'financing', 'lending.need', 'posted', null, null, p_need_no, null);
    return true;
end
$$;

-- The signed-in firm lets a bank that holds its need see who it is, or takes the need back.
create function lending.accept_claim(p_claim_id uuid) returns boolean
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    update lending.need_claim c
    set accepted_at = coalesce(c.accepted_at, clock_timestamp())
    where c.id = p_claim_id and c.enterprise_id = identity.session_enterprise_id() and c.released_at is null;
    return found;
end
$$;

create function lending.withdraw_need(p_need_id uuid) returns boolean
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    update lending.need n
    set withdrawn_at = clock_timestamp()
    where n.id = p_need_id and n.enterprise_id = identity.session_enterprise_id() and n.withdrawn_at is null and n.closed_at is null;
    return found;
end
$$;

-- A need as a bank sees it: who it is only to banks that the owner picked or accepted (rule C8).
create function lending.need_body(n lending.need, p_entity text, p_bank_uscc text) returns jsonb
    language sql
    stable
as
$$
select jsonb_build_object
(
    'id', n.id, 'need_no', n.need_no, 'amount', lending.money(n.amount_yuan), 'months', n.months, 'purpose', n.purpose, 'loan_type', n.loan_type,
    'source', n.source, 'picked', p_bank_uscc = any (n.picked_banks) or p_entity = any (n.picked_banks), 'posted_at', lending.instant(n.posted_at),
    'decide_by', n.decide_by, 'industry', left(e.industry, 1), 'division', e.division, 'size', e.size,
    'public_grade', (select s.grade from scoring.score s where s.enterprise_id = n.enterprise_id and s.kind = 'public'),
    'state', case
        when n.withdrawn_at is not null then 'withdrawn'
        when c.decision is not null then c.decision
        when c.id is not null then 'claimed'
        when n.closed_at is not null then 'closed'
        else 'open'
    end,
    'claims', (select count(*) from lending.need_claim o where o.need_id = n.id and o.released_at is null and o.decided_at is null),
    'uscc', case when v.named then e.uscc end, 'enterprise_name', case when v.named then e.name end
)
from registry.enterprise e
left join lending.need_claim c on c.need_id = n.id and c.legal_entity_uscc = p_entity and c.released_at is null
cross join lateral (select p_bank_uscc = any (n.picked_banks) or p_entity = any (n.picked_banks) or c.accepted_at is not null as named) v
where e.id = n.enterprise_id
$$;

create function lending.needs_page
(
    p_bank_uscc text, p_mine boolean, p_division text, p_industry text, p_amount_from numeric, p_amount_to numeric, p_before timestamptz, p_before_id uuid, p_limit int
)
    returns table (at timestamptz, id uuid, body jsonb)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_entity text := lending.legal_entity(p_bank_uscc);
begin
    if p_mine then
        return query
        select c.claimed_at, c.id, lending.need_body(n, v_entity, p_bank_uscc)
        from lending.need_claim c
        join lending.need n on n.id = c.need_id
        where c.legal_entity_uscc = v_entity and c.released_at is null and (p_before is null or (c.claimed_at, c.id) < (p_before, p_before_id))
        order by c.claimed_at desc, c.id desc
        limit least(p_limit, 200);
    else
        return query
        select n.posted_at, n.id, lending.need_body(n, v_entity, p_bank_uscc)
        from lending.need n
        join registry.enterprise e on e.id = n.enterprise_id
        where n.withdrawn_at is null and n.closed_at is null
            and (cardinality(n.picked_banks) = 0 or p_bank_uscc = any (n.picked_banks) or v_entity = any (n.picked_banks))
            and (p_division is null or starts_with(e.division, p_division))
            and (p_industry is null or starts_with(e.industry, p_industry))
            and (p_amount_from is null or n.amount_yuan >= p_amount_from)
            and (p_amount_to is null or n.amount_yuan <= p_amount_to)
            and (p_before is null or (n.posted_at, n.id) < (p_before, p_before_id))
        order by n.posted_at desc, n.id desc
        limit least(p_limit, 200);
    end if;
end
$$;

create function lending.put_need_step(c lending.post_context, p_kind text, p_fact jsonb) returns lending.outcome
    language plpgsql
    volatile
as
$$
declare
    f       record;
    v_out   lending.outcome;
    v_need  lending.need%rowtype;
    v_claim lending.need_claim%rowtype;
begin
    select * into f
    from jsonb_to_record(p_fact) as x (need_id uuid, operator text, branch text, decision text, amount_yuan numeric, annual_rate_percent numeric, months int, refusal_code text);
    -- Locked: two banks that claim the last place wait for each other.
    select n.* into v_need from lending.need n where n.id = f.need_id for no key update;
    if v_need.id is null or not
        (cardinality(v_need.picked_banks) = 0 or c.bank_uscc = any (v_need.picked_banks) or c.legal_entity_uscc = any (v_need.picked_banks)) then
        v_out.refusal := 'need-unknown';
        return v_out;
    end if;

    v_out.enterprise_id := v_need.enterprise_id;
    select e.uscc into v_out.uscc from registry.enterprise e where e.id = v_need.enterprise_id;
    select k.* into v_claim from lending.need_claim k where k.need_id = v_need.id and k.legal_entity_uscc = c.legal_entity_uscc and k.released_at is null for no key update;
    v_out.refusal := case
        when v_need.withdrawn_at is not null then 'need-withdrawn'
        when p_kind = 'need-claim' and v_claim.id is not null then 'need-already-claimed'
        when p_kind = 'need-claim' and v_need.closed_at is not null then 'need-closed'
        when p_kind = 'need-claim' and
            (select count(*) from lending.need_claim k where k.need_id = v_need.id and k.released_at is null and k.decided_at is null) >= 3 then 'need-taken'
        when p_kind <> 'need-claim' and v_claim.id is null then 'need-not-claimed'
        when p_kind <> 'need-claim' and v_claim.decided_at is not null then 'need-decided'
    end;
    if v_out.refusal is not null then
        return v_out;
    end if;

    if p_kind = 'need-claim' then
        insert into lending.need_claim (id, need_id, enterprise_id, bank_uscc, legal_entity_uscc, client_id, operator, branch, claimed_at)
        values (c.id, v_need.id, v_need.enterprise_id, c.bank_uscc, c.legal_entity_uscc, c.client_id, f.operator, f.branch, c.now);
        v_claim.id := c.id;
    elsif p_kind = 'need-release' then
        update lending.need_claim k set released_at = c.now where k.id = v_claim.id;
    else
        update lending.need_claim k
        set decided_at = c.now, decision = f.decision, amount_yuan = f.amount_yuan, rate_percent = f.annual_rate_percent, months = f.months, refusal_code = f.refusal_code
        where k.id = v_claim.id;
        if f.decision = 'approved' then
            update lending.need n set closed_at = c.now where n.id = v_need.id;
        end if;
    end if;

    v_out.answer := jsonb_build_object('id', v_claim.id, 'need_id', v_need.id, 'decide_by', v_need.decide_by, 'late', f.decision is not null and c.today > v_need.decide_by);
    return v_out;
end
$$;

create function lending.put_product(c lending.post_context, p_fact jsonb) returns lending.outcome
    language plpgsql
    volatile
as
$$
declare
    f         record;
    v_out     lending.outcome;
    v_version int;
begin
    select * into f
    from jsonb_to_record(p_fact) as x
    (
        product_no text, name text, loan_type text, amount_from_yuan numeric, amount_to_yuan numeric, months_from int, months_to int, rate_from_percent numeric,
        rate_to_percent numeric, audience text, fees jsonb, listed boolean
    );
    -- Two versions at once take their numbers one after the other.
    perform pg_advisory_xact_lock(hashtextextended('product ' || c.legal_entity_uscc || ' ' || f.product_no, 0));
    select coalesce(max(p.version), 0) + 1 into v_version from lending.product p where p.legal_entity_uscc = c.legal_entity_uscc and p.product_no = f.product_no;
    insert into lending.product
    (
        legal_entity_uscc, product_no, version, id, bank_uscc, name, loan_type, amount_from_yuan, amount_to_yuan, months_from, months_to, rate_from_percent,
        rate_to_percent, audience, fees, listed, posted_at, posted_by
    )
    values
    (
        c.legal_entity_uscc, f.product_no, v_version, c.id, c.bank_uscc, f.name, f.loan_type, f.amount_from_yuan, f.amount_to_yuan, f.months_from, f.months_to,
        f.rate_from_percent, f.rate_to_percent, f.audience, f.fees, f.listed, c.now, c.client_id
    );
    v_out.enterprise_id := 0;
    v_out.answer := jsonb_build_object('id', c.id, 'product_no', f.product_no, 'version', v_version);
    return v_out;
end
$$;

-- A bank asks for an authorisation, or takes its question back.
create function lending.put_request(c lending.post_context, p_kind text, p_fact jsonb) returns lending.outcome
    language plpgsql
    volatile
as
$$
declare
    f     record;
    v_out lending.outcome;
    v_id  uuid := c.id;
begin
    select * into f
    from jsonb_to_record(p_fact) as x
    (
        request_id uuid, uscc text, items text[], purpose text, leg_look boolean, leg_return boolean, leg_training boolean, days int, max_uses int, operator text,
        branch text, reference text
    );
    if p_kind = 'authorisation-request' then
        v_out.uscc := f.uscc;
        select e.id into v_out.enterprise_id from registry.enterprise e where e.uscc = f.uscc;
        if v_out.enterprise_id is null then
            v_out.refusal := 'enterprise-unknown';
        elsif exists
        (
            select from unnest(f.items) i (code)
            where not exists (select from credit.catalogue_item k where k.code = i.code and k.mode <> 'public' and k.valid_to is null)
        ) then
            v_out.refusal := 'item-unknown';
        elsif (select count(*) from consent.authorisation_request r
               where r.enterprise_id = v_out.enterprise_id and r.bank_uscc = c.bank_uscc and r.asked_at > c.now - interval '1 day') >= 5 then
            -- An enterprise is not to be worn down by questions.
            v_out.refusal := 'asked-too-often';
        else
            insert into consent.authorisation_request
            (
                id, enterprise_id, uscc, bank_uscc, client_id, items, purpose, leg_look, leg_return, leg_training, days, max_uses, operator, branch, reference,
                asked_at, expires_at
            )
            values
            (
                c.id, v_out.enterprise_id, f.uscc, c.bank_uscc, c.client_id, f.items, f.purpose, f.leg_look, f.leg_return, f.leg_training, f.days, f.max_uses,
                f.operator, f.branch, f.reference, c.now, c.now + interval '30 days'
            );
        end if;
    else
        v_id := f.request_id;
        update consent.authorisation_request r
        set cancelled_at = c.now
        where r.id = f.request_id and r.bank_uscc = c.bank_uscc and r.cancelled_at is null and r.declined_at is null
        returning r.enterprise_id, r.uscc into v_out.enterprise_id, v_out.uscc;
        if not found then
            v_out.refusal := 'request-unknown';
        end if;
    end if;
    v_out.answer := jsonb_build_object('id', v_id);
    return v_out;
end
$$;

create function lending.products_page(p_bank_uscc text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table (at timestamptz, id uuid, body jsonb)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select p.posted_at, p.id, jsonb_build_object
(
    'id', p.id, 'product_no', p.product_no, 'version', p.version, 'name', p.name, 'loan_type', p.loan_type, 'amount_from', lending.money(p.amount_from_yuan),
    'amount_to', lending.money(p.amount_to_yuan), 'months_from', p.months_from, 'months_to', p.months_to, 'rate_from_percent', p.rate_from_percent::text,
    'rate_to_percent', p.rate_to_percent::text, 'audience', p.audience, 'fees', p.fees, 'listed', p.listed, 'posted_at', lending.instant(p.posted_at)
)
from lending.product p
where p.legal_entity_uscc = lending.legal_entity(p_bank_uscc)
    and not exists (select from lending.product l where l.legal_entity_uscc = p.legal_entity_uscc and l.product_no = p.product_no and l.version > p.version)
    and (p_before is null or (p.posted_at, p.id) < (p_before, p_before_id))
order by p.posted_at desc, p.id desc
limit least(p_limit, 200)
$$;

-- Data browsing (rule A6): per operator, the looks made 90 to 180 days ago after which the bank neither posted a line nor decided a need of the
-- enterprise within 90 days.
create function lending.looks_without_decision(p_bank_uscc text) returns jsonb
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select coalesce(jsonb_agg(jsonb_build_object('operator', o.operator, 'looks', o.looks, 'without_decision', o.undecided) order by o.undecided desc, o.operator), '[]')
from
(
    select r.operator, count(*) as looks, count(*) filter
    (
        where not exists
        (
            select from lending.credit_line l
            where l.enterprise_id = r.enterprise_id and l.legal_entity_uscc = lending.legal_entity(p_bank_uscc)
                and l.posted_at between r.at and r.at + interval '90 days'
        )
        and not exists
        (
            select from lending.need_claim c
            where c.enterprise_id = r.enterprise_id and c.legal_entity_uscc = lending.legal_entity(p_bank_uscc)
                and c.decided_at between r.at and r.at + interval '90 days'
        )
    ) as undecided
    from consent.access_record r
    where r.bank_uscc = p_bank_uscc and r.outcome = 'granted' and r.purpose <> 'post-loan'
        and r.at between clock_timestamp() - interval '180 days' and clock_timestamp() - interval '90 days'
    group by r.operator
) o
$$;

call platform.give('lending.post_need(uuid, text, numeric, int, text, text, text, text[], date)', '${gate}');
call platform.give('lending.accept_claim(uuid)', '${gate}');
call platform.give('lending.withdraw_need(uuid)', '${gate}');
call platform.give('lending.need_body(lending.need, text, text)', '${gate}');
call platform.give('lending.needs_page(text, boolean, text, text, numeric, numeric, timestamptz, uuid, int)', '${gate}');
call platform.give('lending.put_need_step(lending.post_context, text, jsonb)', '${gate}');
call platform.give('lending.put_request(lending.post_context, text, jsonb)', '${gate}');
call platform.give('lending.put_product(lending.post_context, jsonb)', '${gate}');
call platform.give('lending.looks_without_decision(text)', '${gate}');
call platform.give('lending.products_page(text, timestamptz, uuid, int)', '${gate}');
revoke all on all functions in schema lending from public;
grant execute on function lending.post_need(uuid, text, numeric, int, text, text, text, text[], date) to ${portal};
grant execute on function lending.accept_claim(uuid) to ${portal};
grant execute on function lending.withdraw_need(uuid) to ${portal};
grant execute on function lending.needs_page(text, boolean, text, text, numeric, numeric, timestamptz, uuid, int) to ${bank_api};
grant execute on function lending.products_page(text, timestamptz, uuid, int) to ${bank_api};
grant execute on function lending.looks_without_decision(text) to ${bank_api};
