-- Clocks and results of objections for an operator's session: no enterprise, no key, no reason.
create function indicator.operator_objections(p_id uuid, p_state text, p_item text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table (
        id uuid, item text, state text, submitted_at timestamptz, accepted_at timestamptz, due_on date, decided_on date, synced_at timestamptz, outcome text,
        source text, fetched_at timestamptz, answered_through text)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select o.id, o.item, o.state, o.submitted_at, o.accepted_at, o.due_on, o.decided_on, o.synced_at, o.outcome, o.source, o.fetched_at, o.answered_through
from credit.objection o
where (p_before is null or (o.submitted_at, o.id) < (p_before, p_before_id))
    and case p_state
        when 'open' then o.closed_at is null
        when 'overdue' then o.state = 'forwarded' and o.due_on < (clock_timestamp() at time zone 'Asia/Shanghai')::date
        when 'closed' then o.closed_at is not null
        else true
    end
    and (p_item is null or o.item = p_item)
    and (p_id is null or o.id = p_id)
    and indicator.is_operator()
order by o.submitted_at desc, o.id desc
limit least(p_limit, 5001)
$$;

-- An operator records the answer that came by letter.
create function indicator.operator_answer_objection(p_id uuid, p_authority text, p_outcome text, p_decision_no text, p_decided_on date, p_law text) returns text
    language sql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select case when indicator.is_operator()
    then credit.answer_objection_as(p_id, null, null, identity.session_account_id()::text, 'operator', p_authority, p_outcome, p_decision_no, p_decided_on, p_law)
    else 'unknown' end
$$;

-- Packs that saw records which were removed since (rule B1).
create function indicator.operator_retraining()
    returns table (pack text, pack_sha256 text, built_at timestamptz, first_removed_on date, retrain_by date, removed bigint)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select r.pack, r.pack_sha256, r.built_at, r.first_removed_on, r.retrain_by, r.removed
from scoring.retraining r
where indicator.is_operator()
order by r.retrain_by, r.pack_sha256
$$;

call platform.give('indicator.operator_objections(uuid, text, text, timestamptz, uuid, int)', '${gate}');
call platform.give('indicator.operator_answer_objection(uuid, text, text, text, date, text)', '${gate}');
call platform.give('indicator.operator_retraining()', '${gate}');
revoke all on function indicator.operator_objections(uuid, text, text, timestamptz, uuid, int), indicator.operator_answer_objection(uuid, text, text, text, date, text),
    indicator.operator_retraining() from public;
grant execute on function indicator.operator_objections(uuid, text, text, timestamptz, uuid, int), indicator.operator_answer_objection(uuid, text, text, text, date, text),
    indicator.operator_retraining() to ${portal};
