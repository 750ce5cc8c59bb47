-- Clocks and results of objections for an operator's session: no enterprise, no key, no reason.
create function indicator.operator_objections(p_before timestamptz, p_before_id uuid, p_limit int)
    returns table (
        id uuid, item text, state text, submitted_at timestamptz, accepted_at timestamptz, due_on date, decided_on date, synced_at timestamptz, outcome text)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select o.id, o.item, o.state, o.submitted_at, o.accepted_at, o.due_on, o.decided_on, o.synced_at, o.outcome
from credit.objection o
where (p_before is null or (o.submitted_at, o.id) < (p_before, p_before_id)) and indicator.is_operator()
order by o.submitted_at desc, o.id desc
limit least(p_limit, 200)
$$;
call platform.give('indicator.operator_objections(timestamptz, uuid, int)', '${gate}');
revoke all on function indicator.operator_objections(timestamptz, uuid, int) from public;
grant execute on function indicator.operator_objections(timestamptz, uuid, int) to ${portal};
