-- A pushed delivery that the platform failed to import three times or more may be set aside (搁置): it holds back every later one of its department
-- and item (a correction never overtakes what it corrects). The department reads that nothing of it is in, and why, and delivers anew.
-- Answers set-aside, or why not: unknown, not-stuck.
create function indicator.operator_set_aside(p_id uuid, p_zh text, p_en text) returns text
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_item text;
    v_state text;
    v_stuck boolean;
begin
    if not indicator.is_operator() then
        return 'unknown';
    end if;
    select d.item, d.state, d.attempts >= 3 and d.error_code is not null into v_item, v_state, v_stuck
    from credit.delivery d
    where d.id = p_id
    for update;
    if v_item is null then
        return 'unknown';
    end if;
    if v_state <> 'complete' or not v_stuck then
        return 'not-stuck';
    end if;
    update credit.delivery d
    set state = 'failed',
        -- Counted on, so that a worker that has it in hand just now has lost it and commits nothing.
        attempts = d.attempts + 1,
        leased_until = null,
        finished_at = clock_timestamp(),
        error_code = 'set-aside',
        error_zh = p_zh,
        error_en = p_en
    where d.id = p_id;
    update credit.delivery_chunk c set body = null where c.delivery_id = p_id;
    perform audit.append(
        0, p_id, 'operator:' || identity.session_account_id(), 'delivery:' || p_id, 'operation', 'delivery-set-aside', 'accepted', null, null, v_item, null);
    return 'set-aside';
end
$$;

grant update (attempts, leased_until, finished_at, error_code, error_zh, error_en) on credit.delivery to ${gate};
grant update (body) on credit.delivery_chunk to ${gate};
call platform.give('indicator.operator_set_aside(uuid, text, text)', '${gate}');
revoke all on function indicator.operator_set_aside(uuid, text, text) from public;
grant execute on function indicator.operator_set_aside(uuid, text, text) to ${portal};

-- The list of deliveries has taken the place of the list of imports.
drop function indicator.operator_imports(bigint, int);
