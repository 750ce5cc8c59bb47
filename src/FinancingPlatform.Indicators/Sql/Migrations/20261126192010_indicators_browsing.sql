-- Alarms of data browsing as the platform's operators see and close them (rule A6): banks, officers and counts, no enterprise.
create function indicator.operator_browsing(p_state text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table
    (
        id uuid, bank text, operator text, from_day date, to_day date, looks int, undecided int, raised_at timestamptz, closed_at timestamptz, closed_by text, outcome text
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select k.id, coalesce(b.name, k.bank_uscc), k.operator, k.from_day, k.to_day, k.looks, k.undecided, k.raised_at, k.closed_at, a.display_name, k.outcome
from lending.browsing_alarm k
left join lending.bank b on b.uscc = k.bank_uscc
left join identity.account a on a.id = k.closed_by
where indicator.is_operator()
    and (p_state is null or (p_state = 'open') = (k.closed_at is null))
    and (p_before is null or (k.raised_at, k.id) < (p_before, p_before_id))
order by k.raised_at desc, k.id desc
limit least(p_limit, 5001)
$$;

-- Closes one with what came of it; false when it is none, or closed already.
create function indicator.operator_close_browsing(p_id uuid, p_outcome text) returns boolean
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_bank text;
begin
    if not indicator.is_operator() then
        return false;
    end if;
    update lending.browsing_alarm k
    set closed_at = clock_timestamp(), closed_by = identity.session_account_id(), outcome = p_outcome
    where k.id = p_id and k.closed_at is null
    returning k.bank_uscc into v_bank;
    if v_bank is null then
        return false;
    end if;
    perform audit.append
    (
        0, gen_random_uuid(), identity.session_account_id()::text, v_bank, null, 'lending.browsing', 'closed', null, null, p_id::text,
        sha256(convert_to(p_outcome, 'UTF8'))
    );
    return true;
end
$$;

call platform.give('indicator.operator_browsing(text, timestamptz, uuid, int)', '${gate}');
call platform.give('indicator.operator_close_browsing(uuid, text)', '${gate}');
revoke all on function indicator.operator_browsing(text, timestamptz, uuid, int), indicator.operator_close_browsing(uuid, text) from public;
grant execute on function indicator.operator_browsing(text, timestamptz, uuid, int), indicator.operator_close_browsing(uuid, text) to ${portal};
