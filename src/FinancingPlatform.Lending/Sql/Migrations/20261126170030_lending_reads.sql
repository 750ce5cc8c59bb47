-- What a bank reads of its own lines and notes: its legal entity's, whichever branch posted. Bodies are the API's JSON, so that a page is one
-- statement and no column is copied by hand; keyset by posted_at and id.
create function lending.line_body(l lending.credit_line) returns jsonb
    language sql
    stable
as
$$
select jsonb_build_object
(
    'id', l.id, 'line_no', l.line_no, 'uscc', e.uscc, 'enterprise_name', e.name, 'authorisation_id', l.authorisation_id, 'bank_uscc', l.bank_uscc,
    'legal_entity_uscc', l.legal_entity_uscc, 'amount', lending.money(l.amount_yuan), 'used', lending.money(lending.line_used(l.id, l.kind, null)),
    'annual_rate_percent', l.annual_rate_percent::text, 'valid_from', l.valid_from, 'valid_to', l.valid_to, 'kind', l.kind, 'backfill', l.backfill,
    'version', l.version, 'posted_at', lending.instant(l.posted_at)
)
from registry.enterprise e
where e.id = l.enterprise_id
$$;

create function lending.loan_body(n lending.loan) returns jsonb
    language sql
    stable
as
$$
select jsonb_build_object
(
    'id', n.id, 'note_no', n.note_no, 'line_no', l.line_no, 'uscc', e.uscc, 'enterprise_name', e.name, 'bank_uscc', n.bank_uscc,
    'legal_entity_uscc', n.legal_entity_uscc, 'amount', lending.money(n.amount_yuan), 'balance', lending.money(n.balance_yuan), 'disbursed_on', n.disbursed_on,
    'due_on', coalesce(n.extended_to, n.due_on), 'annual_rate_percent', n.annual_rate_percent::text, 'loan_type', n.loan_type, 'first_loan', n.first_loan,
    'inclusive', n.inclusive, 'backfill', n.backfill,
    'renewal', case when n.renewal is not null then (select jsonb_build_object('kind', n.renewal, 'note_no', o.note_no) from lending.loan o where o.id = n.renewed_loan_id) end,
    'new_money', n.renewal is null and not n.backfill, 'five_class', n.five_class, 'overdue_days', n.overdue_days, 'overdue', lending.money(n.overdue_yuan),
    'written_off', lending.money(n.written_off_yuan), 'settled_on', n.settled_on, 'version', n.version, 'posted_at', lending.instant(n.posted_at)
)
from registry.enterprise e, lending.credit_line l
where e.id = n.enterprise_id and l.id = n.credit_line_id
$$;

create index credit_line_entity on lending.credit_line (legal_entity_uscc, posted_at desc, id desc);
create index loan_entity on lending.loan (legal_entity_uscc, posted_at desc, id desc);

create function lending.lines_page(p_bank_uscc text, p_uscc text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table (at timestamptz, id uuid, body jsonb)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_entity     text := lending.legal_entity(p_bank_uscc);
    v_enterprise bigint := (select e.id from registry.enterprise e where e.uscc = p_uscc);
begin
    -- Two statements, because each has its own index.
    if p_uscc is null then
        return query
        select l.posted_at, l.id, lending.line_body(l)
        from lending.credit_line l
        where l.legal_entity_uscc = v_entity and (p_before is null or (l.posted_at, l.id) < (p_before, p_before_id))
        order by l.posted_at desc, l.id desc
        limit least(p_limit, 200);
    else
        return query
        select l.posted_at, l.id, lending.line_body(l)
        from lending.credit_line l
        where l.enterprise_id = v_enterprise and l.legal_entity_uscc = v_entity and (p_before is null or (l.posted_at, l.id) < (p_before, p_before_id))
        order by l.posted_at desc, l.id desc
        limit least(p_limit, 200);
    end if;
end
$$;

create function lending.loans_page(p_bank_uscc text, p_uscc text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table (at timestamptz, id uuid, body jsonb)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_entity     text := lending.legal_entity(p_bank_uscc);
    v_enterprise bigint := (select e.id from registry.enterprise e where e.uscc = p_uscc);
begin
    -- Two statements, because each has its own index.
    if p_uscc is null then
        return query
        select n.posted_at, n.id, lending.loan_body(n)
        from lending.loan n
        where n.legal_entity_uscc = v_entity and (p_before is null or (n.posted_at, n.id) < (p_before, p_before_id))
        order by n.posted_at desc, n.id desc
        limit least(p_limit, 200);
    else
        return query
        select n.posted_at, n.id, lending.loan_body(n)
        from lending.loan n
        where n.enterprise_id = v_enterprise and n.legal_entity_uscc = v_entity and (p_before is null or (n.posted_at, n.id) < (p_before, p_before_id))
        order by n.posted_at desc, n.id desc
        limit least(p_limit, 200);
    end if;
end
$$;

-- One note with all its events and every version that a correction replaced; null when the bank has no such note.
create function lending.loan_file(p_bank_uscc text, p_note_no text) returns jsonb
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select lending.loan_body(n) || jsonb_build_object
(
    'events', coalesce(
    (
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object
        (
            'id', e.id, 'event_no', e.event_no, 'kind', e.kind, 'occurred_on', e.occurred_on, 'principal', lending.money(e.principal_yuan),
            'interest', lending.money(e.interest_yuan), 'balance', lending.money(e.balance_yuan), 'payer', e.payer, 'overdue_days', e.overdue_days,
            'five_class', e.five_class, 'due_on', e.due_on, 'distress', e.distress, 'withdrawn', nullif(e.withdrawn, false), 'version', e.version,
            'posted_at', lending.instant(e.posted_at)
        )) order by e.seq)
        from lending.loan_event e
        where e.loan_id = n.id
    ), '[]'),
    'superseded', coalesce(
    (
        select jsonb_agg(jsonb_build_object
        (
            'id', s.subject_id, 'kind', s.kind, 'version', s.version, 'reason', s.reason, 'replaced_at', lending.instant(s.replaced_at),
            'facts', s.facts - array['enterprise_id', 'loan_id', 'credit_line_id', 'posted_by', 'origin_loan_id', 'renewed_loan_id']
        ) order by s.replaced_at, s.subject_id, s.version)
        from lending.superseded s
        where s.subject_id = n.id or s.subject_id in (select e.id from lending.loan_event e where e.loan_id = n.id)
    ), '[]')
)
from lending.loan n
where n.legal_entity_uscc = lending.legal_entity(p_bank_uscc) and n.note_no = p_note_no
$$;

call platform.give('lending.line_body(lending.credit_line)', '${gate}');
call platform.give('lending.loan_body(lending.loan)', '${gate}');
call platform.give('lending.lines_page(text, text, timestamptz, uuid, int)', '${gate}');
call platform.give('lending.loans_page(text, text, timestamptz, uuid, int)', '${gate}');
call platform.give('lending.loan_file(text, text)', '${gate}');
revoke all on all functions in schema lending from public;
grant execute on function lending.lines_page(text, text, timestamptz, uuid, int) to ${bank_api};
grant execute on function lending.loans_page(text, text, timestamptz, uuid, int) to ${bank_api};
grant execute on function lending.loan_file(text, text) to ${bank_api};
