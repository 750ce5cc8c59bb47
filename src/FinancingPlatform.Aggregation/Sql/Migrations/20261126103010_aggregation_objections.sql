-- Objections are raised by the enterprise that the record is about, forwarded, and decided elsewhere; decisions and repairs are taken over (rule B5).

-- Raises an objection to one of the signed-in enterprise's own records; no row when there is no such record or one is open already.
create function credit.raise_objection(p_id uuid, p_record bigint, p_reason text, p_statement text) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_enterprise bigint := identity.session_enterprise_id();
    v_id uuid;
begin
    insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, statement, needs_other_unit)
    -- What the platform did not make itself, its source has to look into.
    select p_id, r.enterprise_id, r.item, r.natural_key, r.source, p_reason, p_statement, r.source <> 'platform'
    from credit.credit_record r
    where r.enterprise_id = v_enterprise and r.id = p_record and r.removed_at is null
    on conflict do nothing
    returning id into v_id;
    if v_id is not null then
        perform audit.append(
            v_enterprise, p_id, 'enterprise', (select e.uscc from registry.enterprise e where e.id = v_enterprise), null, 'objection.raise', 'raised',
            null, null, null, (select sha256(convert_to(credit.removed_key(o.enterprise_id, o.item, o.natural_key), 'UTF8')) from credit.objection o where o.id = p_id));
    end if;
    return v_id;
end
$$;

-- What waits to be forwarded, and by which clock: no content.
create function credit.raised_objections(p_limit int) returns table (id uuid, needs_other_unit boolean)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
select o.id, o.needs_other_unit from credit.objection o where o.state = 'raised' order by o.submitted_at limit p_limit
$$;

-- Accepts and forwards; the clock runs from acceptance.
create function credit.forward_objection(p_id uuid, p_due_on date) returns boolean
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
with forwarded as (
    update credit.objection o
    set state = 'forwarded', accepted_at = clock_timestamp(), due_on = p_due_on
    where o.id = p_id and o.state = 'raised'
    returning 1
)
select exists (select from forwarded)
$$;

-- Takes over one decision. Answers applied, duplicate, or why not: enterprise-unknown, fact-unknown.
create function credit.apply_decision(
    p_kind text, p_decision_no text, p_authority text, p_uscc text, p_item text, p_key text, p_decided_on date, p_outcome text, p_law text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_enterprise bigint := (select e.id from registry.enterprise e where e.uscc = p_uscc);
    v_digest text;
    v_is_removed boolean;
begin
    if v_enterprise is null then
        return 'enterprise-unknown';
    end if;

    v_digest := credit.removed_key(v_enterprise, p_item, p_key);
    if exists (
        select
        from credit.decision d
        where d.enterprise_id = v_enterprise and d.item = p_item and d.natural_key in (p_key, v_digest)
            and d.kind = p_kind and d.authority = p_authority and d.decision_no = p_decision_no)
    then
        return 'duplicate';
    end if;

    v_is_removed := credit.is_removed(v_enterprise, p_item, p_key);
    if not v_is_removed
        and not exists (select from credit.credit_record r where r.enterprise_id = v_enterprise and r.item = p_item and r.natural_key = p_key)
    then
        return 'fact-unknown';
    end if;

    insert into credit.decision (kind, decision_no, authority, enterprise_id, item, natural_key, decided_on, outcome, law)
    values (p_kind, p_decision_no, p_authority, v_enterprise, p_item, case when v_is_removed then v_digest else p_key end, p_decided_on, p_outcome, p_law);
    if p_kind = 'objection' then
        update credit.objection o
        set state = 'closed', outcome = p_outcome, decision_no = p_decision_no, authority = p_authority, decided_on = p_decided_on,
            synced_at = clock_timestamp(), closed_at = coalesce(o.closed_at, clock_timestamp()), answered_through = 'file', answered_by = p_authority
        where o.enterprise_id = v_enterprise and o.item = p_item and o.natural_key in (p_key, v_digest) and o.outcome is null;
    end if;

    if p_outcome = 'removed' and not v_is_removed then
        perform credit.remove_facts(array[v_enterprise], array[p_item], array[p_key], array[p_law], p_kind);
    else
        perform audit.append(
            v_enterprise, gen_random_uuid(), p_authority, p_uscc, null, 'credit.decision', p_outcome, p_law, null, null, sha256(convert_to(v_digest, 'UTF8')));
    end if;
    return 'applied';
end
$$;

-- The messages that wait for a department's client: objections to what it supplied, of the items it is registered for. Oldest first; taking one
-- is noted. Content comes from the record itself, so that a removal leaves none here.
create function credit.objections_for(p_client text, p_after timestamptz, p_after_id uuid, p_limit int)
returns table (
    id uuid, uscc text, enterprise_name text, item text, natural_key text, occurred_on date, reason text, statement text, submitted_at timestamptz,
    accepted_at timestamptz, due_on date)
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
with page as (
    select o.id
    from identity.client c
    join credit.objection o on o.source = c.bank_name and o.item = any (c.items)
    where c.client_id = p_client and c.kind = 'department' and c.disabled_at is null and o.state = 'forwarded'
        and (p_after is null or (o.accepted_at, o.id) > (p_after, p_after_id))
    order by o.accepted_at, o.id
    limit least(p_limit, 200)
),
fetched as (
    update credit.objection o
    set fetched_at = clock_timestamp(), fetched_by = p_client
    from page
    where o.id = page.id and o.fetched_at is null
)
select o.id, e.uscc, e.name, o.item, o.natural_key, r.occurred_on, o.reason, o.statement, o.submitted_at, o.accepted_at, o.due_on
from page
join credit.objection o on o.id = page.id
join registry.enterprise e on e.id = o.enterprise_id
left join lateral (
    select r.occurred_on
    from credit.credit_record r
    where r.enterprise_id = o.enterprise_id and r.item = o.item and r.natural_key = o.natural_key
    order by r.version desc
    limit 1
) r on true
order by o.accepted_at, o.id
$$;

-- The same for sources without a client, as letters: what nobody took yet, or everything that still waits.
create function credit.outgoing_objections(p_again boolean, p_limit int)
returns table (id uuid, source text, uscc text, enterprise_name text, item text, natural_key text, reason text, statement text, accepted_at timestamptz, due_on date)
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
with page as (
    select o.id
    from credit.objection o
    where o.state = 'forwarded' and (p_again or o.fetched_at is null)
        and not exists (select from identity.client c where c.bank_name = o.source and c.kind = 'department' and c.disabled_at is null and o.item = any (c.items))
    order by o.source, o.accepted_at, o.id
    limit p_limit
),
fetched as (
    update credit.objection o
    set fetched_at = clock_timestamp(), fetched_by = 'letter'
    from page
    where o.id = page.id and o.fetched_at is null
)
select o.id, o.source, e.uscc, e.name, o.item, o.natural_key, o.reason, o.statement, o.accepted_at, o.due_on
from page
join credit.objection o on o.id = page.id
join registry.enterprise e on e.id = o.enterprise_id
order by o.source, o.accepted_at, o.id
$$;

-- Takes over the answer to a forwarded objection. answered | same | unknown | closed | date | number-taken. For the functions of those who may answer.
create function credit.answer_objection_as(
    p_id uuid, p_source text, p_items text[], p_by text, p_through text, p_authority text, p_outcome text, p_decision_no text, p_decided_on date, p_law text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_objection credit.objection;
begin
    select o.* into v_objection
    from credit.objection o
    where o.id = p_id and o.accepted_at is not null and (p_source is null or (o.source = p_source and o.item = any (p_items)))
    for update;
    if v_objection.id is null then
        return 'unknown';
    end if;

    if v_objection.state = 'closed' then
        return case
            when (v_objection.outcome, v_objection.decision_no, v_objection.decided_on) is not distinct from (p_outcome, p_decision_no, p_decided_on) then 'same'
            else 'closed'
        end;
    end if;

    if p_decided_on not between (v_objection.submitted_at at time zone 'Asia/Shanghai')::date and (clock_timestamp() at time zone 'Asia/Shanghai')::date then
        return 'date';
    end if;

    if credit.apply_decision(
        'objection', p_decision_no, p_authority, (select e.uscc from registry.enterprise e where e.id = v_objection.enterprise_id), v_objection.item,
        v_objection.natural_key, p_decided_on, p_outcome, p_law) <> 'applied'
    then
        return 'number-taken';
    end if;

    update credit.objection o set answered_through = p_through, answered_by = p_by where o.id = p_id;
    return 'answered';
end
$$;

-- A department answers what was forwarded to it.
create function credit.answer_objection(p_client text, p_id uuid, p_outcome text, p_decision_no text, p_decided_on date, p_law text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_source text;
    v_items text[];
begin
    select c.bank_name, c.items into v_source, v_items from identity.client c where c.client_id = p_client and c.kind = 'department' and c.disabled_at is null;
    return case when v_source is null then 'unknown'
        else credit.answer_objection_as(p_id, v_source, v_items, p_client, 'interface', v_source, p_outcome, p_decision_no, p_decided_on, p_law) end;
end
$$;

grant execute on function identity.session_enterprise_id() to ${gate};
grant usage on schema identity to ${gate};
call platform.give('credit.raise_objection(uuid, bigint, text, text)', '${gate}');
call platform.give('credit.raised_objections(int)', '${gate}');
call platform.give('credit.forward_objection(uuid, date)', '${gate}');
call platform.give('credit.apply_decision(text, text, text, text, text, text, date, text, text)', '${gate}');
grant execute on function credit.raise_objection(uuid, bigint, text, text) to ${portal};
grant execute on function credit.raised_objections(int), credit.forward_objection(uuid, date) to ${worker};
grant execute on function credit.apply_decision(text, text, text, text, text, text, date, text, text) to ${loader};
call platform.give('credit.objections_for(text, timestamptz, uuid, int)', '${gate}');
call platform.give('credit.outgoing_objections(boolean, int)', '${gate}');
call platform.give('credit.answer_objection_as(uuid, text, text[], text, text, text, text, text, date, text)', '${gate}');
call platform.give('credit.answer_objection(text, uuid, text, text, date, text)', '${gate}');
grant execute on function credit.objections_for(text, timestamptz, uuid, int), credit.answer_objection(text, uuid, text, text, date, text) to ${bank_api};
grant execute on function credit.outgoing_objections(boolean, int) to ${loader};
