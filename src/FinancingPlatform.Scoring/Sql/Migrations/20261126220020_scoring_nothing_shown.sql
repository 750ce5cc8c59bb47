-- Looks at scores and calls of joint models that would show nothing (暂无评分、特征未备): judged in the transaction that opens them, before anybody can read
-- under their tickets, so that they cost no use. Consent opens a look and does not know what a score is; here both are known.

-- A row where scoring.read_score would bring a score under a ticket with these terms: the same choice. A set, because PostgreSQL plans such a function as
-- a part of the statement that asks, and one that gives a boolean it calls for each look (36 microseconds a look, of 110).
create function scoring.scores_for(p_enterprise_id bigint, p_bank_uscc text, p_authorisation_id uuid, p_items text[]) returns setof text
    language sql
    stable
as
$$
select s.kind
from scoring.score s
where s.enterprise_id = p_enterprise_id
    and s.withheld_on is null
    and (s.kind = 'public' or (s.authorisation_id = p_authorisation_id and s.items <@ p_items))
    and s.pack_sha256 = coalesce((select b.sha256 from scoring.bank_pin b where b.bank_uscc = p_bank_uscc and b.kind = s.kind), s.pack_sha256)
union all
select p.kind
from scoring.parallel_score p
join scoring.bank_pin b on b.sha256 = p.pack_sha256 and b.bank_uscc = p_bank_uscc
where p.enterprise_id = p_enterprise_id
    and (p.kind = 'public' or (p.authorisation_id = p_authorisation_id and p.items <@ p_items))
    and not exists (select from scoring.score w where w.enterprise_id = p.enterprise_id and w.kind = p.kind and w.withheld_on is not null)
$$;

-- Why a call of a joint model under a ticket with these terms would bring nothing, null when it brings inputs; the order of scoring.read_joint_inputs.
create function scoring.joint_fault(p_model_id uuid, p_bank_uscc text, p_authorisation_id uuid, p_items text[]) returns text
    language sql
    stable
as
$$
select case
    when m.id is null then 'joint-model-not-active'
    when exists (select from unnest(m.items) i where i <> all (p_items) and i not in (select p.item from scoring.public_item p)) then 'ticket-too-narrow'
    when not exists (select from scoring.joint_input i where i.model_id = m.id and i.authorisation_id = p_authorisation_id) then 'joint-inputs-missing'
end
from (values (p_model_id)) asked (model_id)
left join scoring.joint_model m on m.id = asked.model_id and m.bank_uscc = p_bank_uscc and m.state = 'active'
$$;

-- consent.open_look_once for one score. Outcome 'nothing-shown' and refusal 'score-missing': recorded, and not counted.
create function scoring.open_look_once
(
    p_jkt        text,
    p_jti_sha256 bytea,
    p_expires_at timestamptz,
    p_ticket     uuid,
    p_client_id  text,
    p_bank_uscc  text,
    p_uscc       text,
    p_items      text[],
    p_purpose    text,
    p_operator   text,
    p_branch     text,
    p_reference  text,
    p_proof      text,
    out outcome          text,
    out refusal          text,
    out authorisation_id uuid
)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    select o.outcome, o.refusal, o.authorisation_id into outcome, refusal, authorisation_id
    from consent.open_look_once
        (p_jkt, p_jti_sha256, p_expires_at, p_ticket, p_client_id, p_bank_uscc, p_uscc, p_items, p_purpose, p_operator, p_branch, p_reference, p_proof) o;
    if outcome = 'granted'
        and not exists
        (
            select
            from registry.enterprise e
            cross join lateral scoring.scores_for(e.id, p_bank_uscc, authorisation_id, coalesce(p_items, '{}'))
            where e.uscc = p_uscc
        )
    then
        outcome := 'nothing-shown';
        refusal := 'score-missing';
        perform consent.give_back_looks(array[p_ticket], refusal);
    end if;
end
$$;

-- consent.open_looks_together for scores; the same answers, and 'nothing-shown' for those that would bring none.
create function scoring.open_looks_together
(
    p_jkts          text[],
    p_jtis_sha256   bytea[],
    p_proofs_expire_at timestamptz[],
    p_tickets       uuid[],
    p_clients       text[],
    p_banks         text[],
    p_usccs         text[],
    p_items         jsonb[],
    p_purposes      text[],
    p_operators     text[],
    p_branches      text[],
    p_references    text[],
    p_proofs        text[]
)
    returns table (place int, outcome text, refusal text)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
    -- As the door that it calls.
    set plan_cache_mode = 'force_generic_plan'
as
$$
#variable_conflict use_column
declare
    v_outcomes text[];
    v_refusals text[];
    v_missing  uuid[];
begin
    select array_agg(o.outcome order by o.place), array_agg(o.refusal order by o.place) into v_outcomes, v_refusals
    from consent.open_looks_together
        (p_jkts, p_jtis_sha256, p_proofs_expire_at, p_tickets, p_clients, p_banks, p_usccs, p_items, p_purposes, p_operators, p_branches, p_references, p_proofs) o;

    v_missing := array
    (
        select r.ticket
        from consent.access_record r
        where r.ticket = any (p_tickets)
            and r.outcome = 'granted'
            and r.opened_xid = pg_current_xact_id()
            and not exists (select from scoring.scores_for(r.enterprise_id, r.bank_uscc, r.authorisation_id, r.items))
    );
    if cardinality(v_missing) > 0 then
        perform consent.give_back_looks(v_missing, 'score-missing');
    end if;

    return query
    select u.n::int, case when u.ticket = any (v_missing) then 'nothing-shown' else u.outcome end, case when u.ticket = any (v_missing) then 'score-missing' else u.refusal end
    from unnest(p_tickets, v_outcomes, v_refusals) with ordinality as u (ticket, outcome, refusal, n);
end
$$;

-- consent.open_look_once for a call of a joint model.
create function scoring.open_joint_look
(
    p_jkt        text,
    p_jti_sha256 bytea,
    p_expires_at timestamptz,
    p_ticket     uuid,
    p_client_id  text,
    p_bank_uscc  text,
    p_uscc       text,
    p_items      text[],
    p_purpose    text,
    p_operator   text,
    p_branch     text,
    p_reference  text,
    p_proof      text,
    p_model_id   uuid,
    out outcome          text,
    out refusal          text,
    out authorisation_id uuid
)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_fault text;
begin
    select o.outcome, o.refusal, o.authorisation_id into outcome, refusal, authorisation_id
    from consent.open_look_once
        (p_jkt, p_jti_sha256, p_expires_at, p_ticket, p_client_id, p_bank_uscc, p_uscc, p_items, p_purpose, p_operator, p_branch, p_reference, p_proof) o;
    v_fault := case when outcome = 'granted' then scoring.joint_fault(p_model_id, p_bank_uscc, authorisation_id, coalesce(p_items, '{}')) end;
    if v_fault is not null then
        outcome := 'nothing-shown';
        refusal := v_fault;
        perform consent.give_back_looks(array[p_ticket], v_fault);
    end if;
end
$$;

call platform.give('scoring.scores_for(bigint, text, uuid, text[])', '${gate}');
call platform.give('scoring.joint_fault(uuid, text, uuid, text[])', '${gate}');
call platform.give('scoring.open_look_once(text, bytea, timestamptz, uuid, text, text, text, text[], text, text, text, text, text)', '${gate}');
call platform.give('scoring.open_looks_together(text[], bytea[], timestamptz[], uuid[], text[], text[], text[], jsonb[], text[], text[], text[], text[], text[])', '${gate}');
call platform.give('scoring.open_joint_look(text, bytea, timestamptz, uuid, text, text, text, text[], text, text, text, text, text, uuid)', '${gate}');
revoke all on function
    scoring.scores_for(bigint, text, uuid, text[]),
    scoring.joint_fault(uuid, text, uuid, text[]),
    scoring.open_look_once(text, bytea, timestamptz, uuid, text, text, text, text[], text, text, text, text, text),
    scoring.open_looks_together(text[], bytea[], timestamptz[], uuid[], text[], text[], text[], jsonb[], text[], text[], text[], text[], text[]),
    scoring.open_joint_look(text, bytea, timestamptz, uuid, text, text, text, text[], text, text, text, text, text, uuid)
from public;
grant execute on function
    scoring.open_look_once(text, bytea, timestamptz, uuid, text, text, text, text[], text, text, text, text, text),
    scoring.open_looks_together(text[], bytea[], timestamptz[], uuid[], text[], text[], text[], jsonb[], text[], text[], text[], text[], text[]),
    scoring.open_joint_look(text, bytea, timestamptz, uuid, text, text, text, text[], text, text, text, text, text, uuid)
to ${bank_api};
