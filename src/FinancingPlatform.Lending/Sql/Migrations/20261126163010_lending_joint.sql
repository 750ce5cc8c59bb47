-- A bank hands in a joint model, measures it by its own loans, and is counted by it (rule C4, figure F5).

create function lending.submit_joint_model
(
    p_client_id text, p_bank_uscc text, p_key text, p_request_sha256 bytea, p_id uuid, p_contract_no text, p_version text, p_kind text, p_sealed bytea,
    p_model_sha256 bytea, p_schema jsonb, p_platform_features text[], p_own_features text[], p_items text[], p_cut_off float8
)
    returns table (code text, response jsonb, replayed boolean)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_refusal text;
begin
    return query select b.* from lending.once_before(p_client_id, p_key, p_request_sha256) b;
    if found then
        return;
    end if;

    insert into scoring.joint_model
        (id, bank_uscc, contract_no, version, kind, sealed, model_sha256, schema, platform_features, own_features, items, cut_off, submitted_by)
    values (p_id, p_bank_uscc, p_contract_no, p_version, p_kind, p_sealed, p_model_sha256, p_schema, p_platform_features, p_own_features, p_items, p_cut_off, p_client_id)
    on conflict on constraint joint_model_version do nothing;
    v_refusal := case when not found then 'joint-version-taken' end;
    return query
    select e.* from lending.once_end(p_client_id, p_key, p_request_sha256, null, p_bank_uscc, 'joint-model', 'scoring.joint.submit', p_id, null, v_refusal,
        jsonb_build_object('id', p_id, 'contract_no', p_contract_no, 'version', p_version, 'state', 'submitted', 'model_sha256', encode(p_model_sha256, 'hex'), 'items', p_items)) e;
end
$$;

-- The bank's own calls that an outcome followed: last call within 90 days before the loan. Its own results and its own loans, nobody else's.
create function lending.joint_outcomes(p_bank_uscc text, p_model_id uuid)
    returns table (margin float8, is_bad boolean)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    return query
    select c.margin, o.is_bad
    from lending.loan_outcomes() o
    cross join lateral
    (
        select c.margin
        from scoring.joint_call c
        join scoring.joint_model m on m.id = c.model_id and m.bank_uscc = p_bank_uscc
        where c.model_id = p_model_id and c.enterprise_id = o.enterprise_id and c.margin is not null
            and (c.at at time zone 'Asia/Shanghai')::date between o.disbursed_on - 90 and o.disbursed_on
        order by c.at desc
        limit 1
    ) c
    where o.bank_uscc = p_bank_uscc
    order by o.disbursed_on desc
    limit 100000;
end
$$;

-- Which banks F5 may count in a window, and why not the others: contract, an own model, a feature or a cut-off of the bank's, at least 30 enterprises
-- called, and at least one loan of a called enterprise that has an outcome.
create function lending.joint_banks(p_from date, p_to date)
    returns table (bank_uscc text, model_id uuid, contract_no text, version text, has_own_part boolean, enterprises bigint, outcomes bigint, counts boolean)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    return query
    select m.bank_uscc, m.id, m.contract_no, m.version, u.own_part, u.enterprises, u.outcomes, m.state = 'active' and u.own_part and u.enterprises >= 30 and u.outcomes >= 1
    from scoring.joint_model m
    cross join lateral
    (
        select cardinality(m.own_features) > 0 or m.cut_off is not null as own_part, count(distinct c.enterprise_id) as enterprises,
            (
                select count(*)
                from lending.loan_outcomes() o
                where o.bank_uscc = m.bank_uscc and o.enterprise_id = any (array_agg(c.enterprise_id))
            ) as outcomes
        from scoring.joint_call c
        where c.model_id = m.id and c.answered_at is not null and (c.at at time zone 'Asia/Shanghai')::date between p_from and p_to
    ) u
    order by m.bank_uscc, m.contract_no, m.version;
end
$$;

call platform.give('lending.submit_joint_model(text, text, text, bytea, uuid, text, text, text, bytea, bytea, jsonb, text[], text[], text[], float8)', '${gate}');
call platform.give('lending.joint_outcomes(text, uuid)', '${gate}');
call platform.give('lending.joint_banks(date, date)', '${gate}');
revoke all on function lending.submit_joint_model(text, text, text, bytea, uuid, text, text, text, bytea, bytea, jsonb, text[], text[], text[], float8),
    lending.joint_outcomes(text, uuid), lending.joint_banks(date, date) from public;
grant execute on function lending.submit_joint_model(text, text, text, bytea, uuid, text, text, text, bytea, bytea, jsonb, text[], text[], text[], float8),
    lending.joint_outcomes(text, uuid) to ${bank_api};
grant execute on function lending.joint_banks(date, date) to ${worker}, ${regulator};
