-- Posts of banks as gate functions: ${bank_api} reads and writes no table of its own accord. Expected refusals are rows, not exceptions:
-- (status, code, response, replayed), where code is null on success.

-- Claims an idempotency key. Waits for a simultaneous request with the same key, so that only one of them does the work.
create function lending.claim_key(p_client_id text, p_key text, p_request_sha256 bytea)
    returns table (status int, code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_earlier lending.idempotency%rowtype;
begin
    insert into lending.idempotency (client_id, key, request_sha256, status, response, created_at)
    values (p_client_id, p_key, p_request_sha256, 0, '{}', clock_timestamp())
    on conflict do nothing;
    if found then
        return;
    end if;

    select i.* into strict v_earlier from lending.idempotency i where i.client_id = p_client_id and i.key = p_key;
    if v_earlier.request_sha256 = p_request_sha256 then
        return query select v_earlier.status, null::text, v_earlier.response, true;
    else
        return query select 422, 'idempotency-key-reused'::text, '{}'::jsonb, false;
    end if;
end
$$;

-- A refusal leaves no key behind: after the cause is mended the same request may succeed.
create function lending.refuse
(
    p_client_id text, p_key text, p_enterprise_id bigint, p_uscc text, p_action text, p_status int, p_code text, p_authorisation_id uuid, p_request_sha256 bytea
)
    returns table (status int, code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    set search_path = pg_catalog, pg_temp
as
$$
begin
    delete from lending.idempotency i where i.client_id = p_client_id and i.key = p_key;
    perform audit.append(coalesce(p_enterprise_id, 0), gen_random_uuid(), p_client_id, p_uscc, 'post-result', p_action, 'refused', p_code, p_authorisation_id, p_key, p_request_sha256);
    return query select p_status, p_code, '{}'::jsonb, false;
end
$$;

-- Answers, remembers the answer under the key, sends the fact up, and writes the audit event (last: it holds the chain's tip).
create function lending.accept
(
    p_client_id text, p_key text, p_enterprise_id bigint, p_uscc text, p_action text, p_kind text, p_authorisation_id uuid, p_request_sha256 bytea,
    p_message_id uuid, p_fact jsonb, p_response jsonb
)
    returns table (status int, code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    set search_path = pg_catalog, pg_temp
as
$$
begin
    update lending.idempotency i set status = 201, response = p_response where i.client_id = p_client_id and i.key = p_key;
    perform exchange.enqueue(p_message_id, 'province', 'enterprise:' || p_uscc, p_kind, convert_to(p_fact::text, 'UTF8'));
    perform audit.append(p_enterprise_id, p_message_id, p_client_id, p_uscc, 'post-result', p_action, 'accepted', null, p_authorisation_id, p_key, p_request_sha256);
    return query select 201, null::text, p_response, false;
end
$$;

create function lending.post_credit_line
(
    p_client_id text, p_bank_uscc text, p_key text, p_request_sha256 bytea, p_id uuid, p_message_id uuid,
    p_uscc text, p_line_no text, p_authorisation_id uuid, p_amount numeric, p_rate numeric, p_valid_from date, p_valid_to date, p_kind text
)
    returns table (status int, code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_now        timestamptz := date_trunc('microseconds', clock_timestamp());
    v_today      date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
    v_enterprise bigint;
    v_return     consent.authorisation%rowtype;
    v_refusal    text;
    v_status     int;
begin
    return query select k.* from lending.claim_key(p_client_id, p_key, p_request_sha256) k;
    if found then
        return;
    end if;

    select e.id into v_enterprise from registry.enterprise e where e.uscc = p_uscc;
    -- Locked, so that a revocation waits for this post or is seen by it.
    select a.* into v_return
    from consent.authorisation a
    where a.id = p_authorisation_id and a.enterprise_id = v_enterprise and a.bank_uscc = p_bank_uscc
    for share;

    if v_enterprise is null then
        v_status := 404;
        v_refusal := 'enterprise-unknown';
    elsif v_return.id is null or not v_return.leg_return or v_return.revoked_at is not null or v_return.paused_at is not null
        or v_today not between v_return.valid_from and v_return.valid_to then
        v_status := 403;
        v_refusal := 'no-return-authorisation';
    elsif p_valid_from < v_return.valid_from then
        v_status := 422;
        v_refusal := 'dates-out-of-order';
    else
        insert into lending.credit_line
            (id, bank_uscc, enterprise_id, authorisation_id, line_no, amount_yuan, annual_rate_percent, valid_from, valid_to, kind, posted_at, posted_by)
        values
            (p_id, p_bank_uscc, v_enterprise, p_authorisation_id, p_line_no, p_amount, p_rate, p_valid_from, p_valid_to, p_kind, v_now, p_client_id)
        on conflict on constraint credit_line_no do nothing;
        if not found then
            v_status := 409;
            v_refusal := 'line-already-posted';
        end if;
    end if;

    if v_refusal is not null then
        return query select r.* from lending.refuse(p_client_id, p_key, v_enterprise, p_uscc, 'lending.credit-line', v_status, v_refusal, p_authorisation_id, p_request_sha256) r;
        return;
    end if;

    return query
    select a.*
    from lending.accept(p_client_id, p_key, v_enterprise, p_uscc, 'lending.credit-line', 'credit-line', p_authorisation_id, p_request_sha256, p_message_id,
        jsonb_build_object
        (
            'id', p_id, 'uscc', p_uscc, 'bank_uscc', p_bank_uscc, 'client_id', p_client_id, 'authorisation_id', p_authorisation_id, 'line_no', p_line_no,
            'amount_yuan', p_amount::numeric(18, 2)::text, 'annual_rate_percent', p_rate::text, 'valid_from', p_valid_from, 'valid_to', p_valid_to,
            'kind', p_kind, 'posted_at', to_char(v_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        ),
        jsonb_build_object('id', p_id, 'line_no', p_line_no, 'message_id', p_message_id)) a;
end
$$;

create function lending.post_loan
(
    p_client_id text, p_bank_uscc text, p_key text, p_request_sha256 bytea, p_id uuid, p_message_id uuid,
    p_line_no text, p_note_no text, p_amount numeric, p_disbursed_on date, p_due_on date, p_rate numeric, p_loan_type text, p_first_loan boolean
)
    returns table (status int, code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_now     timestamptz := date_trunc('microseconds', clock_timestamp());
    v_today   date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
    v_line    lending.credit_line%rowtype;
    v_uscc    text;
    v_live    boolean;
    v_used    numeric;
    v_refusal text;
    v_status  int;
begin
    return query select k.* from lending.claim_key(p_client_id, p_key, p_request_sha256) k;
    if found then
        return;
    end if;

    -- Two loans under one line wait for each other here, so that neither measures a line that the other is filling (rule C1).
    select l.* into v_line from lending.credit_line l where l.bank_uscc = p_bank_uscc and l.line_no = p_line_no for update;
    select e.uscc into v_uscc from registry.enterprise e where e.id = v_line.enterprise_id;
    -- The return leg runs until settlement: the period limits looks and new lines, a revocation stops new loans.
    select a.leg_return and a.revoked_at is null and a.paused_at is null into v_live
    from consent.authorisation a
    where a.id = v_line.authorisation_id
    for share;
    select coalesce(sum(case when v_line.kind = 'revolving' then n.balance_yuan else n.amount_yuan end), 0) into v_used
    from lending.loan n
    where n.credit_line_id = v_line.id;

    if v_line.id is null then
        v_status := 404;
        v_refusal := 'line-unknown';
    elsif not coalesce(v_live, false) then
        v_status := 403;
        v_refusal := 'no-return-authorisation';
    elsif exists (select 1 from lending.loan n where n.bank_uscc = p_bank_uscc and n.note_no = p_note_no) then
        v_status := 409;
        v_refusal := 'note-already-posted';
    elsif p_disbursed_on > v_today or p_disbursed_on not between v_line.valid_from and v_line.valid_to then
        v_status := 422;
        v_refusal := 'dates-out-of-order';
    elsif v_used + p_amount > v_line.amount_yuan then
        v_status := 409;
        v_refusal := 'line-exceeded';
    else
        insert into lending.loan
            (id, credit_line_id, bank_uscc, enterprise_id, note_no, amount_yuan, balance_yuan, disbursed_on, due_on, annual_rate_percent, loan_type, first_loan, posted_at, posted_by)
        values
            (p_id, v_line.id, p_bank_uscc, v_line.enterprise_id, p_note_no, p_amount, p_amount, p_disbursed_on, p_due_on, p_rate, p_loan_type, p_first_loan, v_now, p_client_id)
        -- The same note under another line at the same moment: the lock above is another row's.
        on conflict on constraint loan_note do nothing;
        if not found then
            v_status := 409;
            v_refusal := 'note-already-posted';
        end if;
    end if;

    if v_refusal is not null then
        return query select r.* from lending.refuse(p_client_id, p_key, v_line.enterprise_id, coalesce(v_uscc, ''), 'lending.loan', v_status, v_refusal, v_line.authorisation_id, p_request_sha256) r;
        return;
    end if;

    return query
    select a.*
    from lending.accept(p_client_id, p_key, v_line.enterprise_id, v_uscc, 'lending.loan', 'loan', v_line.authorisation_id, p_request_sha256, p_message_id,
        jsonb_build_object
        (
            'id', p_id, 'uscc', v_uscc, 'bank_uscc', p_bank_uscc, 'client_id', p_client_id, 'authorisation_id', v_line.authorisation_id,
            'credit_line_id', v_line.id, 'line_no', p_line_no, 'note_no', p_note_no, 'amount_yuan', p_amount::numeric(18, 2)::text,
            'annual_rate_percent', p_rate::text, 'disbursed_on', p_disbursed_on, 'due_on', p_due_on, 'loan_type', p_loan_type, 'first_loan', p_first_loan,
            'posted_at', to_char(v_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        ),
        jsonb_build_object('id', p_id, 'line_no', p_line_no, 'note_no', p_note_no, 'message_id', p_message_id)) a;
end
$$;

-- What a bank sees of its own lines; keyset by posted_at and id.
create function lending.lines_of_bank(p_bank_uscc text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table
    (
        id uuid, line_no text, uscc text, enterprise_name text, amount_yuan numeric, used_yuan numeric, annual_rate_percent numeric,
        valid_from date, valid_to date, kind text, posted_at timestamptz
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select l.id, l.line_no, e.uscc, e.name, l.amount_yuan, n.used, l.annual_rate_percent, l.valid_from, l.valid_to, l.kind, l.posted_at
from lending.credit_line l
join registry.enterprise e on e.id = l.enterprise_id
cross join lateral
(
    select coalesce(sum(case when l.kind = 'revolving' then n.balance_yuan else n.amount_yuan end), 0) as used
    from lending.loan n
    where n.credit_line_id = l.id
) n
where l.bank_uscc = p_bank_uscc and (p_before is null or (l.posted_at, l.id) < (p_before, p_before_id))
order by l.posted_at desc, l.id desc
limit least(p_limit, 200)
$$;

-- The desk's bank comes from the signed-in session, never from a parameter.
create function lending.desk_lines(p_before timestamptz, p_before_id uuid, p_limit int)
    returns table
    (
        id uuid, line_no text, uscc text, enterprise_name text, amount_yuan numeric, used_yuan numeric, annual_rate_percent numeric,
        valid_from date, valid_to date, kind text, posted_at timestamptz
    )
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    return query
    select l.* from lending.lines_of_bank(identity.session_bank_uscc(), p_before, p_before_id, p_limit) l;
end
$$;

call platform.give('lending.claim_key(text, text, bytea)', '${gate}');
call platform.give('lending.refuse(text, text, bigint, text, text, int, text, uuid, bytea)', '${gate}');
call platform.give('lending.accept(text, text, bigint, text, text, text, uuid, bytea, uuid, jsonb, jsonb)', '${gate}');
call platform.give('lending.post_credit_line(text, text, text, bytea, uuid, uuid, text, text, uuid, numeric, numeric, date, date, text)', '${gate}');
call platform.give('lending.post_loan(text, text, text, bytea, uuid, uuid, text, text, numeric, date, date, numeric, text, boolean)', '${gate}');
call platform.give('lending.lines_of_bank(text, timestamptz, uuid, int)', '${gate}');
call platform.give('lending.desk_lines(timestamptz, uuid, int)', '${gate}');
revoke all on all functions in schema lending from public;
grant execute on function lending.post_credit_line(text, text, text, bytea, uuid, uuid, text, text, uuid, numeric, numeric, date, date, text) to ${bank_api};
grant execute on function lending.post_loan(text, text, text, bytea, uuid, uuid, text, text, numeric, date, date, numeric, text, boolean) to ${bank_api};
grant execute on function lending.lines_of_bank(text, timestamptz, uuid, int) to ${bank_api};
grant execute on function lending.desk_lines(timestamptz, uuid, int) to ${bank_desk};
