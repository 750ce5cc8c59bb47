-- One function call for any post of a bank: proof, key, rule, fact, message and audit link in one transaction and one round trip. What an expected
-- refusal changes is nothing but the audit chain. Helpers below are no definer functions: they run inside lending.post, under its pinned path.

drop function lending.post_credit_line(text, text, text, bytea, uuid, uuid, text, text, uuid, numeric, numeric, date, date, text);
drop function lending.post_loan(text, text, text, bytea, uuid, uuid, text, text, numeric, date, date, numeric, text, boolean);
drop function lending.claim_key(text, text, bytea);
drop function lending.refuse(text, text, bigint, text, text, int, text, uuid, bytea);
drop function lending.accept(text, text, bigint, text, text, text, uuid, bytea, uuid, jsonb, jsonb);

-- What a post comes to: a refusal, or the fact for the nodes and the answer for the bank.
create type lending.outcome as (refusal text, enterprise_id bigint, uscc text, authorisation_id uuid, fact jsonb, answer jsonb);

-- Who posts and when, handed down to the rules.
create type lending.post_context as (client_id text, bank_uscc text, legal_entity_uscc text, id uuid, message_id uuid, now timestamptz, today date);

create function lending.instant(p_at timestamptz) returns text
    language sql
    immutable
as
$$
select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

create function lending.money(p_yuan numeric) returns jsonb
    language sql
    immutable
as
$$
select case when p_yuan is not null then jsonb_build_object('value', p_yuan::numeric(18, 2)::text, 'currency', 'CNY') end
$$;

-- What a line is filled with (rule C1): a revolving one by what is owed, a single one by what was ever disbursed. A note that continues another
-- note of the same line disbursed nothing.
create function lending.line_used(p_line_id uuid, p_kind text, p_except uuid) returns numeric
    language sql
    stable
as
$$
select coalesce(sum(case
    when p_kind = 'revolving' then n.balance_yuan
    when n.renewal = 'no-repayment' and exists (select from lending.loan o where o.id = n.renewed_loan_id and o.credit_line_id = p_line_id) then 0
    else n.amount_yuan
end), 0)
from lending.loan n
where n.credit_line_id = p_line_id and n.id is distinct from p_except
$$;

-- Whether an authorisation lets results be returned (rule A5), to the bank itself or as a branch of the bank that holds it. Locked, so that a
-- revocation waits for this post or is seen by it. Its period limits looks and new lines; a note is reported until settlement.
create function lending.return_leg(p_authorisation_id uuid, p_context lending.post_context, out live boolean, out uscc text, out bank_uscc text, out valid_from date,
    out valid_to date)
    language sql
    volatile
as
$$
select a.leg_return and a.revoked_at is null and a.paused_at is null and a.bank_uscc in (p_context.bank_uscc, p_context.legal_entity_uscc),
    a.uscc, a.bank_uscc, a.valid_from, a.valid_to
from consent.authorisation a
where a.id = p_authorisation_id
for share
$$;

-- A message names the bank that the enterprise authorised; who posted for it, and the legal entity for league tables (trap 19), only where they differ.
create function lending.poster_of(c lending.post_context, p_bank_uscc text) returns jsonb
    language sql
    immutable
as
$$
select jsonb_strip_nulls(jsonb_build_object('branch_uscc', nullif(c.bank_uscc, p_bank_uscc), 'legal_entity_uscc', nullif(c.legal_entity_uscc, p_bank_uscc)))
$$;

-- Brings a note's state in line with its events.
create function lending.refresh_loan(p_loan_id uuid) returns numeric
    language sql
    volatile
as
$$
update lending.loan n
set balance_yuan = n.opening_balance_yuan - s.repaid,
    written_off_yuan = s.written_off,
    five_class = (select e.five_class from lending.loan_event e where e.loan_id = n.id and e.kind = 'classification' and not e.withdrawn order by e.seq desc limit 1),
    overdue_days = coalesce(o.overdue_days, 0),
    overdue_yuan = coalesce(o.principal_yuan, 0),
    extended_to = (select e.due_on from lending.loan_event e where e.loan_id = n.id and e.kind = 'extension' and not e.withdrawn order by e.seq desc limit 1),
    settled_on = case when n.opening_balance_yuan = s.repaid then s.last_repaid_on end
from
(
    select
        coalesce(sum(e.principal_yuan) filter (where e.kind = 'repayment'), 0) as repaid,
        coalesce(sum(e.principal_yuan) filter (where e.kind = 'write-off'), 0) as written_off,
        max(e.occurred_on) filter (where e.kind = 'repayment') as last_repaid_on
    from lending.loan_event e
    where e.loan_id = p_loan_id and not e.withdrawn
) s
left join lateral
(
    select e.overdue_days, e.principal_yuan
    from lending.loan_event e
    where e.loan_id = p_loan_id and e.kind = 'overdue' and not e.withdrawn
    order by e.seq desc
    limit 1
) o on true
where n.id = p_loan_id
returning n.balance_yuan
$$;

create function lending.put_credit_line(c lending.post_context, p_fact jsonb) returns lending.outcome
    language plpgsql
    volatile
as
$$
declare
    f            record;
    v_out        lending.outcome;
    v_leg        record;
    v_old        lending.credit_line%rowtype;
    v_version    int := 1;
    v_id         uuid := c.id;
    v_correction boolean;
begin
    select * into f
    from jsonb_to_record(p_fact) as x
    (
        uscc text, line_no text, authorisation_id uuid, amount_yuan numeric, annual_rate_percent numeric, valid_from date, valid_to date, kind text,
        backfill boolean, correction text
    );
    v_correction := f.correction is not null;
    v_out.uscc := f.uscc;
    v_out.authorisation_id := f.authorisation_id;
    select e.id into v_out.enterprise_id from registry.enterprise e where e.uscc = f.uscc;
    if v_out.enterprise_id is null then
        v_out.refusal := 'enterprise-unknown';
        return v_out;
    end if;

    select l.* into v_leg from lending.return_leg(f.authorisation_id, c) l;
    if not coalesce(v_leg.live and v_leg.uscc = f.uscc and (v_correction or c.today between v_leg.valid_from and v_leg.valid_to), false) then
        v_out.refusal := 'no-return-authorisation';
        return v_out;
    end if;

    -- Stock is what began before the consent; all else begins with it.
    if f.backfill <> (f.valid_from < v_leg.valid_from) then
        v_out.refusal := case when f.backfill then 'not-backfill' else 'dates-out-of-order' end;
        return v_out;
    end if;

    if v_correction then
        select l.* into v_old from lending.credit_line l where l.legal_entity_uscc = c.legal_entity_uscc and l.line_no = f.line_no for no key update;
        if v_old.id is null or v_old.enterprise_id <> v_out.enterprise_id or v_old.authorisation_id <> f.authorisation_id then
            v_out.refusal := 'line-unknown';
        elsif lending.line_used(v_old.id, f.kind, null) > f.amount_yuan then
            v_out.refusal := 'line-exceeded';
        elsif exists (select from lending.loan n where n.credit_line_id = v_old.id and n.disbursed_on not between f.valid_from and f.valid_to) then
            v_out.refusal := 'dates-out-of-order';
        else
            v_id := v_old.id;
            v_version := v_old.version + 1;
            insert into lending.superseded (subject_id, version, kind, enterprise_id, facts, reason, replaced_at, replaced_by)
            values (v_old.id, v_old.version, 'credit-line', v_old.enterprise_id, to_jsonb(v_old), f.correction, c.now, c.client_id);
            update lending.credit_line l
            set amount_yuan = f.amount_yuan, annual_rate_percent = f.annual_rate_percent, valid_from = f.valid_from, valid_to = f.valid_to, kind = f.kind,
                backfill = f.backfill, version = v_version
            where l.id = v_old.id;
        end if;
    else
        insert into lending.credit_line
        (
            id, bank_uscc, legal_entity_uscc, enterprise_id, authorisation_id, line_no, amount_yuan, annual_rate_percent, valid_from, valid_to, kind, backfill,
            posted_at, posted_by
        )
        values
        (
            c.id, c.bank_uscc, c.legal_entity_uscc, v_out.enterprise_id, f.authorisation_id, f.line_no, f.amount_yuan, f.annual_rate_percent, f.valid_from,
            f.valid_to, f.kind, f.backfill, c.now, c.client_id
        )
        on conflict on constraint credit_line_no do nothing;
        if not found then
            v_out.refusal := 'line-already-posted';
        end if;
    end if;

    v_out.fact := jsonb_build_object
    (
        'id', v_id, 'uscc', f.uscc, 'bank_uscc', v_leg.bank_uscc, 'client_id', c.client_id, 'authorisation_id', f.authorisation_id, 'line_no', f.line_no,
        'amount_yuan', f.amount_yuan::numeric(18, 2)::text, 'annual_rate_percent', f.annual_rate_percent::text, 'valid_from', f.valid_from,
        'valid_to', f.valid_to, 'kind', f.kind, 'posted_at', lending.instant(c.now)
    )
    || jsonb_strip_nulls(jsonb_build_object('backfill', nullif(f.backfill, false), 'version', nullif(v_version, 1), 'correction', f.correction))
    || lending.poster_of(c, v_leg.bank_uscc);
    v_out.answer := jsonb_build_object('id', v_id, 'line_no', f.line_no, 'version', v_version, 'message_id', c.message_id);
    return v_out;
end
$$;

call platform.give('lending.legal_entity(text)', '${gate}');
call platform.give('lending.instant(timestamptz)', '${gate}');
call platform.give('lending.money(numeric)', '${gate}');
call platform.give('lending.line_used(uuid, text, uuid)', '${gate}');
call platform.give('lending.return_leg(uuid, lending.post_context)', '${gate}');
call platform.give('lending.poster_of(lending.post_context, text)', '${gate}');
call platform.give('lending.refresh_loan(uuid)', '${gate}');
call platform.give('lending.put_credit_line(lending.post_context, jsonb)', '${gate}');
revoke all on all functions in schema lending from public;
