-- When the repair was asked for and accepted, as its authority states it, and the working days in between, counted when the decision came in (F11, rule B5).
alter table credit.decision
    add column submitted_on date,
    add column accepted_on date,
    add column acceptance_working_days int check (acceptance_working_days >= 0),
    add column review_working_days int check (review_working_days >= 0),
    add constraint decision_review check (accepted_on is null or (accepted_on <= decided_on and review_working_days is not null)),
    add constraint decision_acceptance check (submitted_on is null or (submitted_on <= accepted_on and acceptance_working_days is not null));

create function credit.note_review(
    p_kind text, p_decision_no text, p_authority text, p_uscc text, p_item text, p_key text, p_submitted_on date, p_accepted_on date, p_acceptance_days int,
    p_review_days int) returns boolean
    language sql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
with noted as
(
    update credit.decision d
    set submitted_on = p_submitted_on, accepted_on = p_accepted_on, acceptance_working_days = p_acceptance_days, review_working_days = p_review_days
    from registry.enterprise e
    where e.uscc = p_uscc and d.enterprise_id = e.id and d.item = p_item and d.kind = p_kind and d.authority = p_authority and d.decision_no = p_decision_no
        and d.natural_key in (p_key, credit.removed_key(e.id, p_item, p_key))
        -- What was stated first stands.
        and d.accepted_on is null
    returning 1
)
select exists (select from noted)
$$;
call platform.give('credit.note_review(text, text, text, text, text, text, date, date, int, int)', '${gate}');
revoke all on function credit.note_review(text, text, text, text, text, text, date, date, int, int) from public;
grant execute on function credit.note_review(text, text, text, text, text, text, date, date, int, int) to ${loader};

-- Few items are counted over all enterprises; only their rows stand in this index.
create index credit_record_counted on credit.credit_record (item, enterprise_id, natural_key, version desc)
    where item in ('tax-credit-a', 'farm-operator', 'farmer-credit-aggregate');
create index decision_taken on credit.decision (kind, taken_at);
create index objection_due on credit.objection (due_on) where due_on is not null;
create index objection_decided on credit.objection (decided_on) where outcome is not null;
