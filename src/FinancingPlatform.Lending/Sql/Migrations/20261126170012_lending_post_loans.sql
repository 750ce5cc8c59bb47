-- The rules of notes and of what becomes of them; they run inside lending.post, under its pinned path.
create function lending.put_loan(c lending.post_context, p_fact jsonb) returns lending.outcome
    language plpgsql
    volatile
as
$$
declare
    f         record;
    v_out     lending.outcome;
    v_line    lending.credit_line%rowtype;
    v_leg     record;
    v_old     lending.loan%rowtype;
    v_renewed lending.loan%rowtype;
    v_opening numeric;
    v_needed  numeric;
    v_id      uuid := c.id;
    v_version int := 1;
    v_repaid  numeric := 0;
begin
    select * into f
    from jsonb_to_record(p_fact) as x
    (
        line_no text, note_no text, amount_yuan numeric, disbursed_on date, due_on date, annual_rate_percent numeric, loan_type text, first_loan boolean,
        inclusive boolean, backfill boolean, balance_yuan numeric, renewal text, renewed_note_no text, correction text
    );
    -- Two loans under one line wait for each other here, so that neither measures a line that the other is filling (rule C1).
    select l.* into v_line from lending.credit_line l where l.legal_entity_uscc = c.legal_entity_uscc and l.line_no = f.line_no for no key update;
    if v_line.id is null then
        v_out.refusal := 'line-unknown';
        return v_out;
    end if;

    v_out.enterprise_id := v_line.enterprise_id;
    v_out.authorisation_id := v_line.authorisation_id;
    select l.* into v_leg from lending.return_leg(v_line.authorisation_id, c) l;
    v_out.uscc := v_leg.uscc;
    if not coalesce(v_leg.live, false) then
        v_out.refusal := 'no-return-authorisation';
        return v_out;
    end if;

    select n.* into v_old from lending.loan n where n.legal_entity_uscc = c.legal_entity_uscc and n.note_no = f.note_no for no key update;
    if (v_old.id is not null) <> (f.correction is not null) then
        v_out.refusal := case when v_old.id is null then 'note-unknown' else 'note-already-posted' end;
        return v_out;
    end if;

    if f.disbursed_on > c.today or f.disbursed_on not between v_line.valid_from and v_line.valid_to then
        v_out.refusal := 'dates-out-of-order';
        return v_out;
    end if;

    if f.backfill and f.disbursed_on >= v_leg.valid_from then
        v_out.refusal := 'not-backfill';
        return v_out;
    end if;

    v_opening := case when f.backfill then f.balance_yuan else f.amount_yuan end;
    v_needed := case when v_line.kind = 'revolving' then v_opening else f.amount_yuan end;
    if f.renewal is not null then
        select n.* into v_renewed from lending.loan n where n.legal_entity_uscc = c.legal_entity_uscc and n.note_no = f.renewed_note_no for no key update;
        if v_renewed.id is null or v_renewed.enterprise_id <> v_line.enterprise_id or v_renewed.id = v_old.id then
            v_out.refusal := 'renewed-note-unknown';
        elsif f.disbursed_on < v_renewed.disbursed_on then
            v_out.refusal := 'dates-out-of-order';
        elsif v_old.id is not null then
            -- A correction of another field; what was renewed and for how much stands, because the old note was settled by it.
            if v_old.renewal is distinct from f.renewal or v_old.renewed_loan_id <> v_renewed.id or v_old.amount_yuan <> f.amount_yuan then
                v_out.refusal := 'renewal-fixed';
            end if;
        elsif f.renewal = 'no-repayment' and f.amount_yuan > v_renewed.balance_yuan then
            -- A renewal is never new money: what goes beyond the old balance is a loan of its own.
            v_out.refusal := 'renewal-exceeds-balance';
        elsif f.renewal = 'after-repayment' and v_renewed.balance_yuan > 0 then
            v_out.refusal := 'renewed-note-open';
        end if;

        if f.renewal = 'no-repayment' and v_renewed.credit_line_id = v_line.id then
            v_needed := 0;
        end if;
    elsif v_old.renewal is not null then
        v_out.refusal := 'renewal-fixed';
    end if;

    if v_out.refusal is not null then
        return v_out;
    end if;

    if v_old.id is not null then
        v_repaid := v_old.opening_balance_yuan - v_old.balance_yuan;
        if v_old.credit_line_id <> v_line.id then
            v_out.refusal := 'line-unknown';
            return v_out;
        elsif v_opening < v_repaid or exists (select from lending.loan r where r.renewed_loan_id = v_old.id and f.disbursed_on > r.disbursed_on) then
            v_out.refusal := case when v_opening < v_repaid then 'balance-exceeded' else 'dates-out-of-order' end;
            return v_out;
        elsif exists (select from lending.loan_event e where e.loan_id = v_old.id and not e.withdrawn and e.occurred_on < f.disbursed_on) then
            v_out.refusal := 'dates-out-of-order';
            return v_out;
        end if;

        if v_line.kind = 'revolving' then
            v_needed := v_needed - v_repaid;
        end if;
    end if;

    if lending.line_used(v_line.id, v_line.kind, v_old.id) + v_needed > v_line.amount_yuan then
        v_out.refusal := 'line-exceeded';
        return v_out;
    end if;

    if v_old.id is not null then
        v_id := v_old.id;
        v_version := v_old.version + 1;
        insert into lending.superseded (subject_id, version, kind, enterprise_id, facts, reason, replaced_at, replaced_by)
        values (v_old.id, v_old.version, 'loan', v_old.enterprise_id, to_jsonb(v_old), f.correction, c.now, c.client_id);
        update lending.loan n
        set amount_yuan = f.amount_yuan, opening_balance_yuan = v_opening, balance_yuan = v_opening - v_repaid, disbursed_on = f.disbursed_on, due_on = f.due_on,
            annual_rate_percent = f.annual_rate_percent, loan_type = f.loan_type, first_loan = f.first_loan, inclusive = f.inclusive, backfill = f.backfill,
            version = v_version
        where n.id = v_old.id;
        perform lending.refresh_loan(v_old.id);
    else
        insert into lending.loan
        (
            id, credit_line_id, bank_uscc, legal_entity_uscc, enterprise_id, note_no, amount_yuan, opening_balance_yuan, balance_yuan, disbursed_on, due_on,
            annual_rate_percent, loan_type, first_loan, inclusive, backfill, renewal, renewed_loan_id, origin_loan_id, posted_at, posted_by
        )
        values
        (
            c.id, v_line.id, c.bank_uscc, c.legal_entity_uscc, v_line.enterprise_id, f.note_no, f.amount_yuan, v_opening, v_opening, f.disbursed_on, f.due_on,
            f.annual_rate_percent, f.loan_type, f.first_loan, f.inclusive, f.backfill, f.renewal, v_renewed.id,
            case when f.renewal = 'no-repayment' then v_renewed.origin_loan_id else c.id end, c.now, c.client_id
        )
        -- The same note under another line at the same moment: the lock above is another row's.
        on conflict on constraint loan_note do nothing;
        if not found then
            v_out.refusal := 'note-already-posted';
            return v_out;
        end if;

        if f.renewal = 'no-repayment' then
            -- The old note is repaid by the new one.
            insert into lending.loan_event
                (id, loan_id, enterprise_id, bank_uscc, seq, event_no, kind, occurred_on, principal_yuan, interest_yuan, balance_yuan, payer, posted_at, posted_by)
            select gen_random_uuid(), v_renewed.id, v_renewed.enterprise_id, c.bank_uscc, coalesce(max(e.seq), 0) + 1, 'renewal ' || c.id, 'repayment', f.disbursed_on,
                f.amount_yuan, 0, v_renewed.balance_yuan - f.amount_yuan, 'renewal', c.now, c.client_id
            from lending.loan_event e
            where e.loan_id = v_renewed.id;
            perform lending.refresh_loan(v_renewed.id);
        end if;
    end if;

    v_out.fact := jsonb_build_object
    (
        'id', v_id, 'uscc', v_out.uscc, 'bank_uscc', v_leg.bank_uscc, 'client_id', c.client_id, 'authorisation_id', v_line.authorisation_id,
        'credit_line_id', v_line.id, 'line_no', f.line_no, 'note_no', f.note_no, 'amount_yuan', f.amount_yuan::numeric(18, 2)::text,
        'annual_rate_percent', f.annual_rate_percent::text, 'disbursed_on', f.disbursed_on, 'due_on', f.due_on, 'loan_type', f.loan_type,
        'first_loan', f.first_loan, 'posted_at', lending.instant(c.now)
    )
    || jsonb_strip_nulls(jsonb_build_object
    (
        'inclusive', nullif(f.inclusive, false), 'backfill', nullif(f.backfill, false), 'balance_yuan', case when f.backfill then v_opening::numeric(18, 2)::text end,
        'renewal', f.renewal, 'renewed_loan_id', v_renewed.id, 'version', nullif(v_version, 1), 'correction', f.correction
    ))
    || lending.poster_of(c, v_leg.bank_uscc);
    v_out.answer := jsonb_build_object('id', v_id, 'line_no', f.line_no, 'note_no', f.note_no, 'version', v_version, 'message_id', c.message_id);
    return v_out;
end
$$;

create function lending.put_loan_event(c lending.post_context, p_kind text, p_fact jsonb) returns lending.outcome
    language plpgsql
    volatile
as
$$
declare
    f          record;
    v_out      lending.outcome;
    v_loan     lending.loan%rowtype;
    v_old      lending.loan_event%rowtype;
    v_leg      record;
    v_seq      int;
    v_version  int := 1;
    v_id       uuid := c.id;
    v_earliest date;
    v_latest   date;
    v_before   numeric;
    v_others   numeric;
    v_balance  numeric;
begin
    select * into f
    from jsonb_to_record(p_fact) as x
    (
        note_no text, event_no text, occurred_on date, principal_yuan numeric, interest_yuan numeric, balance_yuan numeric, payer text, overdue_days int,
        five_class text, due_on date, distress boolean, correction text, withdrawn boolean
    );
    f.withdrawn := coalesce(f.withdrawn, false);
    if f.correction is not null then
        -- A correction may fill the line again: it waits for loans under it, and they for it. Line before note, as everywhere.
        perform 1
        from lending.credit_line l
        where l.id = (select n.credit_line_id from lending.loan n where n.legal_entity_uscc = c.legal_entity_uscc and n.note_no = f.note_no)
        for no key update;
    end if;

    select n.* into v_loan from lending.loan n where n.legal_entity_uscc = c.legal_entity_uscc and n.note_no = f.note_no for no key update;
    if v_loan.id is null then
        v_out.refusal := 'note-unknown';
        return v_out;
    end if;

    v_out.enterprise_id := v_loan.enterprise_id;
    select l.authorisation_id into v_out.authorisation_id from lending.credit_line l where l.id = v_loan.credit_line_id;
    select l.* into v_leg from lending.return_leg(v_out.authorisation_id, c) l;
    v_out.uscc := v_leg.uscc;
    if not coalesce(v_leg.live, false) then
        v_out.refusal := 'no-return-authorisation';
        return v_out;
    end if;

    select e.* into v_old from lending.loan_event e where e.loan_id = v_loan.id and e.event_no = f.event_no;
    if (v_old.id is not null) <> (f.correction is not null) or v_old.kind <> p_kind then
        v_out.refusal := case when f.correction is not null then 'event-unknown' else 'event-already-posted' end;
        return v_out;
    end if;

    select coalesce(v_old.seq, coalesce(max(e.seq), 0) + 1) into v_seq from lending.loan_event e where e.loan_id = v_loan.id;
    select
        max(e.occurred_on) filter (where e.kind = p_kind and e.seq < v_seq),
        min(e.occurred_on) filter (where e.kind = p_kind and e.seq > v_seq),
        coalesce(sum(e.principal_yuan) filter (where e.kind = p_kind and e.seq < v_seq), 0),
        coalesce(sum(e.principal_yuan) filter (where e.kind = p_kind and e.seq <> v_seq), 0)
    into v_earliest, v_latest, v_before, v_others
    from lending.loan_event e
    where e.loan_id = v_loan.id and not e.withdrawn;

    v_balance := v_loan.opening_balance_yuan - v_before - coalesce(f.principal_yuan, 0);
    v_out.refusal := case
        when f.withdrawn then null
        when f.occurred_on > c.today or f.occurred_on < v_loan.disbursed_on or f.occurred_on < v_earliest or f.occurred_on > v_latest then 'dates-out-of-order'
        when p_kind = 'repayment' and v_others + f.principal_yuan > v_loan.opening_balance_yuan then 'balance-exceeded'
        when p_kind = 'repayment' and f.balance_yuan <> v_balance then 'balance-mismatch'
        when p_kind = 'write-off' and v_others + f.principal_yuan > v_loan.balance_yuan then 'balance-exceeded'
        when p_kind = 'overdue' and f.principal_yuan > v_loan.balance_yuan then 'balance-exceeded'
        when p_kind = 'overdue' and f.overdue_days > f.occurred_on - v_loan.disbursed_on then 'dates-out-of-order'
        when p_kind = 'extension' and (f.due_on <= f.occurred_on or f.due_on <= v_loan.due_on) then 'dates-out-of-order'
    end;
    if v_out.refusal is not null then
        return v_out;
    end if;

    if v_old.id is not null then
        v_id := v_old.id;
        v_version := v_old.version + 1;
        insert into lending.superseded (subject_id, version, kind, enterprise_id, facts, reason, replaced_at, replaced_by)
        values (v_old.id, v_old.version, p_kind, v_old.enterprise_id, to_jsonb(v_old), f.correction, c.now, c.client_id);
        update lending.loan_event e
        set occurred_on = f.occurred_on, principal_yuan = f.principal_yuan, interest_yuan = f.interest_yuan, balance_yuan = f.balance_yuan, payer = f.payer,
            overdue_days = f.overdue_days, five_class = f.five_class, due_on = f.due_on, distress = f.distress, withdrawn = f.withdrawn, version = v_version
        where e.id = v_old.id;
    else
        insert into lending.loan_event
        (
            id, loan_id, enterprise_id, bank_uscc, seq, event_no, kind, occurred_on, principal_yuan, interest_yuan, balance_yuan, payer, overdue_days, five_class,
            due_on, distress, posted_at, posted_by
        )
        values
        (
            c.id, v_loan.id, v_loan.enterprise_id, c.bank_uscc, v_seq, f.event_no, p_kind, f.occurred_on, f.principal_yuan, f.interest_yuan, f.balance_yuan,
            f.payer, f.overdue_days, f.five_class, f.due_on, f.distress, c.now, c.client_id
        );
    end if;

    v_balance := lending.refresh_loan(v_loan.id);
    if lending.line_used(v_loan.credit_line_id, 'revolving', null) > (select l.amount_yuan from lending.credit_line l where l.id = v_loan.credit_line_id and l.kind = 'revolving') then
        -- A correction took a repayment back whose room was lent on meanwhile.
        raise exception 'line-exceeded' using errcode = 'FP001';
    end if;

    v_out.fact := jsonb_build_object
    (
        'id', v_id, 'uscc', v_out.uscc, 'bank_uscc', v_leg.bank_uscc, 'client_id', c.client_id, 'authorisation_id', v_out.authorisation_id, 'loan_id', v_loan.id,
        'note_no', f.note_no, 'event_no', f.event_no, 'occurred_on', f.occurred_on, 'posted_at', lending.instant(c.now)
    )
    || jsonb_strip_nulls(jsonb_build_object
    (
        'principal_yuan', f.principal_yuan::numeric(18, 2)::text, 'interest_yuan', f.interest_yuan::numeric(18, 2)::text,
        'balance_yuan', f.balance_yuan::numeric(18, 2)::text, 'payer', f.payer, 'overdue_days', f.overdue_days, 'five_class', f.five_class, 'due_on', f.due_on,
        'distress', f.distress, 'withdrawn', nullif(f.withdrawn, false), 'version', nullif(v_version, 1), 'correction', f.correction
    ))
    || lending.poster_of(c, v_leg.bank_uscc);
    v_out.answer := jsonb_build_object
    (
        'id', v_id, 'note_no', f.note_no, 'event_no', f.event_no, 'version', v_version, 'balance', lending.money(v_balance), 'message_id', c.message_id
    );
    return v_out;
end
$$;

call platform.give('lending.put_loan(lending.post_context, jsonb)', '${gate}');
call platform.give('lending.put_loan_event(lending.post_context, text, jsonb)', '${gate}');
revoke all on all functions in schema lending from public;
