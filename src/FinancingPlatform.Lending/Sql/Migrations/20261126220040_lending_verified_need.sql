-- A need is posted by an enterprise that proved who it is (rule A3, 已实名才能发布需求): the database says so itself, whichever page asks.

-- Posts the signed-in firm's need. Answers null, or the refusal's code. The day to decide by comes from the working calendar, which the database does not hold.
create function lending.put_need
(
    p_id uuid, p_need_no text, p_amount numeric, p_months int, p_purpose text, p_loan_type text, p_source text, p_picked_banks text[], p_decide_by date
)
    returns text
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
        return 'not-signed-in';
    end if;
    if identity.verification_level(v_enterprise) < 1 then
        return 'not-verified';
    end if;
    insert into lending.need (id, need_no, enterprise_id, amount_yuan, months, purpose, loan_type, source, picked_banks, posted_at, decide_by)
    values (p_id, p_need_no, v_enterprise, p_amount, p_months, p_purpose, p_loan_type, p_source, p_picked_banks, clock_timestamp(), p_decide_by)
    on conflict do nothing;
    if not found then
        -- The same form sent twice is one need.
        return case when not exists (select from lending.need n where n.id = p_id and n.enterprise_id = v_enterprise) then 'need-number-taken' end;
    end if;
    perform lending.raise_event(b.bank, 'need-posted', p_id, jsonb_build_object('need_id', p_id, 'need_no', p_need_no))
    from unnest(case when cardinality(p_picked_banks) > 0 then p_picked_banks else array[null] end) b (bank);
    perform audit.append(v_enterprise, p_id, 'enterprise', (select e.uscc from registry.enterprise e where e.id = v_enterprise), 'financing', 'lending.need', 'posted', null, null, p_need_no, null);
    return null;
end
$$;

-- The door of earlier programs: the same rules, without the reason.
create or replace function lending.post_need
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
begin
    return lending.put_need(p_id, p_need_no, p_amount, p_months, p_purpose, p_loan_type, p_source, p_picked_banks, p_decide_by) is null;
end
$$;

call platform.give('lending.put_need(uuid, text, numeric, int, text, text, text, text[], date)', '${gate}');
revoke all on function lending.put_need(uuid, text, numeric, int, text, text, text, text[], date) from public;
grant execute on function lending.put_need(uuid, text, numeric, int, text, text, text, text[], date) to ${portal};
