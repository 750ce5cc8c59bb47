-- The one door for a bank's post.
create function lending.post
(
    p_client_id text, p_bank_uscc text, p_key text, p_request_sha256 bytea, p_id uuid, p_message_id uuid, p_kind text, p_fact jsonb,
    p_jkt text, p_jti_sha256 bytea, p_proof_expires_at timestamptz
)
    returns table (code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    c         lending.post_context;
    v_out     lending.outcome;
    v_earlier lending.idempotency%rowtype;
begin
    -- The bank's proof of possession is spent with the post (RFC 9449 section 11.1); a batch spends one for all its lines beforehand.
    if p_jkt is not null and not identity.use_dpop_proof(p_jkt, p_jti_sha256, p_proof_expires_at) then
        return query select 'proof-replayed'::text, '{}'::jsonb, false;
        return;
    end if;

    -- A simultaneous request with the same key waits here, so that only one of them does the work.
    perform pg_advisory_xact_lock(hashtextextended(p_client_id || ' ' || p_key, 0));
    select i.* into v_earlier from lending.idempotency i where i.client_id = p_client_id and i.key = p_key;
    if found then
        return query select
            case when v_earlier.request_sha256 <> p_request_sha256 then 'idempotency-key-reused' end,
            case when v_earlier.request_sha256 = p_request_sha256 then v_earlier.response else '{}' end,
            v_earlier.request_sha256 = p_request_sha256;
        return;
    end if;

    c := (p_client_id, p_bank_uscc, lending.legal_entity(p_bank_uscc), p_id, p_message_id, date_trunc('microseconds', clock_timestamp()),
        (clock_timestamp() at time zone 'Asia/Shanghai')::date);
    -- A rule that finds out only after writing raises FP001; the block's own savepoint takes the writing back.
    if p_kind = 'loan' then
        v_out := lending.put_loan(c, p_fact);
    elsif p_kind = 'credit-line' then
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
        begin
            v_out := lending.put_loan_event(c, p_kind, p_fact);
        exception when sqlstate 'FP001' then
            v_out.refusal := sqlerrm;
        end;
    end if;

    if v_out.refusal is not null then
        -- No key stays behind: after the cause is mended the same request may succeed.
        perform audit.append(coalesce(v_out.enterprise_id, 0), gen_random_uuid(), p_client_id, v_out.uscc, 'post-result', 'lending.' || p_kind, 'refused', v_out.refusal,
            v_out.authorisation_id, p_key, p_request_sha256);
        return query select v_out.refusal, '{}'::jsonb, false;
        return;
    end if;

    insert into lending.idempotency (client_id, key, request_sha256, status, response, created_at)
    values (p_client_id, p_key, p_request_sha256, 201, v_out.answer, c.now);
    if v_out.fact is not null then
        perform exchange.enqueue(p_message_id, 'province', 'enterprise:' || v_out.uscc,
            p_kind || case when v_out.fact ? 'correction' then '-corrected' else '' end, convert_to(v_out.fact::text, 'UTF8'));
    end if;
    -- Last: it holds the chain's tip until commit.
    perform audit.append(v_out.enterprise_id, p_message_id, p_client_id, v_out.uscc, 'post-result', 'lending.' || p_kind, 'accepted', null,
        v_out.authorisation_id, p_key, p_request_sha256);
    return query select null::text, v_out.answer, false;
end
$$;

call platform.give('lending.post(text, text, text, bytea, uuid, uuid, text, jsonb, text, bytea, timestamptz)', '${gate}');
revoke all on all functions in schema lending from public;
grant execute on function lending.post(text, text, text, bytea, uuid, uuid, text, jsonb, text, bytea, timestamptz) to ${bank_api};
