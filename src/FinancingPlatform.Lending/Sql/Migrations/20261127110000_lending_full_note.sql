-- A note holds at most 5,000 events, as its table says. The one after them was answered with an internal error; now it is refused like any other that breaks a
-- rule, also where it is the repayment that a renewal makes on the old note. Unchanged else.
create or replace function lending.take(c lending.post_context, p_key text, p_request_sha256 bytea, p_kind text, p_fact jsonb) returns lending.taken
    language plpgsql
    volatile
as
$$
declare
    v_taken   lending.taken;
    v_out     lending.outcome;
    v_earlier lending.idempotency%rowtype;
    v_broken  text;
begin
    select i.* into v_earlier from lending.idempotency i where i.client_id = c.client_id and i.key = p_key;
    if found then
        v_taken.replayed := v_earlier.request_sha256 = p_request_sha256;
        v_taken.code := case when not v_taken.replayed then 'idempotency-key-reused' end;
        v_taken.response := case when v_taken.replayed then v_earlier.response else '{}' end;
        return v_taken;
    end if;

    if p_kind = 'credit-line' then
        v_out := lending.put_credit_line(c, p_fact);
    elsif p_kind = 'product' then
        v_out := lending.put_product(c, p_fact);
    elsif p_kind like 'need-%' then
        v_out := lending.put_need_step(c, p_kind, p_fact);
    elsif p_kind like 'authorisation-request%' then
        v_out := lending.put_request(c, p_kind, p_fact);
    elsif p_kind like 'webhook%' then
        v_out := lending.put_webhook(c, p_kind, p_fact);
    else
        -- A rule that finds out only after writing raises FP001; the block's own savepoint takes the writing back.
        begin
            v_out := case when p_kind = 'loan' then lending.put_loan(c, p_fact) else lending.put_loan_event(c, p_kind, p_fact) end;
        exception
            when sqlstate 'FP001' then
                v_out.refusal := sqlerrm;
            when check_violation then
                get stacked diagnostics v_broken = constraint_name;
                if v_broken <> 'loan_event_seq_check' then
                    raise;
                end if;

                v_out.refusal := 'note-full';
        end;
    end if;

    v_taken.replayed := false;
    v_taken.enterprise_id := v_out.enterprise_id;
    v_taken.uscc := v_out.uscc;
    v_taken.authorisation_id := v_out.authorisation_id;
    if v_out.refusal is not null then
        -- No key stays behind: after the cause is mended the same request may succeed.
        v_taken.code := v_out.refusal;
        v_taken.response := '{}';
        v_taken.outcome := 'refused';
        return v_taken;
    end if;

    insert into lending.idempotency (client_id, key, request_sha256, status, response, created_at)
    values (c.client_id, p_key, p_request_sha256, 201, v_out.answer, c.now);
    if v_out.fact is not null then
        perform exchange.enqueue(c.message_id, 'province', 'enterprise:' || v_out.uscc,
            p_kind || case when v_out.fact ? 'correction' then '-corrected' else '' end, convert_to(v_out.fact::text, 'UTF8'));
    end if;
    v_taken.response := v_out.answer;
    v_taken.outcome := 'accepted';
    return v_taken;
end
$$;
