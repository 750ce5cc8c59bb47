-- Joint models (联合建模; rule C4): a bank's own model runs here on features of enterprises that authorised the bank. Raw rows never leave, and the
-- model itself is readable with the bank's key alone.

create table scoring.joint_model
(
    id                uuid        not null primary key,
    bank_uscc         text        not null collate "C" check (length(bank_uscc) = 18),
    contract_no       text        not null collate "C" check (length(contract_no) between 1 and 64),
    version           text        not null collate "C" check (length(version) between 1 and 32),
    kind              text        not null collate "C" check (kind in ('xgboost', 'scorecard')),
    -- Nonce, ciphertext and tag of AES-256-GCM. The key comes with each call and is never stored.
    sealed            bytea       not null check (octet_length(sealed) between 29 and 8388608),
    model_sha256      bytea       not null check (octet_length(model_sha256) = 32),
    schema            jsonb       not null,
    platform_features text[]      not null collate "C",
    own_features      text[]      not null collate "C",
    items             text[]      not null collate "C",
    cut_off           float8      check (cut_off > 0 and cut_off < 1),
    state             text        not null collate "C" default 'submitted' check (state in ('submitted', 'active', 'suspended')),
    state_since       timestamptz not null default clock_timestamp(),
    submitted_at      timestamptz not null default clock_timestamp(),
    submitted_by      text        not null collate "C",
    -- Activation takes two operators: one checks contract and schema and proposes, another confirms.
    proposed_by       uuid,
    proposed_at       timestamptz,
    confirmed_by      uuid,
    constraint joint_model_version unique (bank_uscc, contract_no, version),
    constraint joint_model_four_eyes check (confirmed_by is null or confirmed_by <> proposed_by),
    constraint joint_model_active check (state <> 'active' or (proposed_by is not null and confirmed_by is not null))
);

-- Features of the enterprises that authorised the model's bank, kept ready for a call like a full score.
create table scoring.joint_input
(
    model_id         uuid        not null references scoring.joint_model (id),
    authorisation_id uuid        not null references consent.authorisation (id),
    enterprise_id    bigint      not null references registry.enterprise (id),
    as_of            date        not null,
    computed_at      timestamptz not null,
    inputs           jsonb       not null,
    primary key (model_id, authorisation_id)
);

create index joint_input_authorisation on scoring.joint_input (authorisation_id);
create index joint_input_enterprise on scoring.joint_input (enterprise_id);

-- One row per call. The bank's own features are kept as a digest only; the result only under a training leg, for the back-test (trap 30).
create table scoring.joint_call
(
    ticket           uuid        not null primary key,
    model_id         uuid        not null references scoring.joint_model (id),
    enterprise_id    bigint      not null references registry.enterprise (id),
    authorisation_id uuid        not null references consent.authorisation (id),
    at               timestamptz not null default clock_timestamp(),
    client_id        text        not null collate "C",
    answered_at      timestamptz,
    own_sha256       bytea       check (octet_length(own_sha256) = 32),
    input_sha256     bytea       check (octet_length(input_sha256) = 32),
    margin           float8
);

create index joint_call_model on scoring.joint_call (model_id, at desc);
create index joint_call_authorisation on scoring.joint_call (authorisation_id);
create index joint_call_enterprise on scoring.joint_call (enterprise_id);

-- One model of a bank, with its sealed bytes, for the API that runs it.
create function scoring.joint_model_of(p_bank_uscc text, p_model_id uuid)
    returns table (state text, contract_no text, version text, kind text, sealed bytea, model_sha256 bytea, schema jsonb, own_features text[], items text[], cut_off float8)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select m.state, m.contract_no, m.version, m.kind, m.sealed, m.model_sha256, m.schema, m.own_features, m.items, m.cut_off
from scoring.joint_model m
where m.bank_uscc = p_bank_uscc and m.id = p_model_id
$$;

create function scoring.joint_models_of_bank(p_bank_uscc text)
    returns table (id uuid, contract_no text, version text, kind text, state text, submitted_at timestamptz, items text[], calls bigint, enterprises bigint)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select m.id, m.contract_no, m.version, m.kind, m.state, m.submitted_at, m.items, count(c.ticket), count(distinct c.enterprise_id)
from scoring.joint_model m
left join scoring.joint_call c on c.model_id = m.id and c.answered_at is not null
where m.bank_uscc = p_bank_uscc
group by m.id
order by m.submitted_at desc, m.id
limit 200
$$;

-- The features of one enterprise for one model, under a ticket that an earlier transaction opened; one row with a refusal or with inputs.
create function scoring.read_joint_inputs(p_ticket uuid, p_client_id text, p_model_id uuid)
    returns table (refusal text, inputs jsonb, as_of date, authorisation_id uuid)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_ticket record;
    v_model  scoring.joint_model%rowtype;
    v_input  scoring.joint_input%rowtype;
begin
    select t.enterprise_id, t.authorisation_id, t.items, t.refusal into v_ticket from consent.ticket_allows(p_ticket, p_client_id, null) t;
    if v_ticket.refusal is not null then
        return query select v_ticket.refusal, null::jsonb, null::date, null::uuid;
        return;
    end if;

    select m.* into v_model
    from scoring.joint_model m
    join consent.authorisation a on a.id = v_ticket.authorisation_id and a.bank_uscc = m.bank_uscc
    where m.id = p_model_id and m.state = 'active';
    if v_model.id is null then
        return query select 'joint-model-not-active'::text, null::jsonb, null::date, null::uuid;
        return;
    end if;
    -- The look must name what the model reads: nothing is used that the access list does not show.
    if exists (select from unnest(v_model.items) i where i <> all (v_ticket.items) and i not in (select p.item from scoring.public_item p)) then
        return query select 'ticket-too-narrow'::text, null::jsonb, null::date, null::uuid;
        return;
    end if;

    select i.* into v_input from scoring.joint_input i where i.model_id = p_model_id and i.authorisation_id = v_ticket.authorisation_id;
    if v_input.model_id is null then
        return query select 'joint-inputs-missing'::text, null::jsonb, null::date, null::uuid;
        return;
    end if;

    insert into scoring.joint_call (ticket, model_id, enterprise_id, authorisation_id, client_id)
    values (p_ticket, p_model_id, v_ticket.enterprise_id, v_ticket.authorisation_id, p_client_id);
    return query select null::text, v_input.inputs, v_input.as_of, v_ticket.authorisation_id;
end
$$;

-- What came out, once per call: digests for proof, the figure itself only where the enterprise allowed training.
create function scoring.keep_joint_result(p_ticket uuid, p_client_id text, p_own_sha256 bytea, p_input_sha256 bytea, p_margin float8) returns boolean
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    update scoring.joint_call c
    set answered_at = clock_timestamp(), own_sha256 = p_own_sha256, input_sha256 = p_input_sha256,
        margin = case when a.leg_training and a.revoked_at is null then p_margin end
    from consent.authorisation a
    where c.ticket = p_ticket and c.client_id = p_client_id and c.answered_at is null and a.id = c.authorisation_id;
    return found;
end
$$;

-- Operators see bank, contract, schema and counts; never the model, a key or a result.
create function scoring.operator_joint_models()
    returns table
    (
        id uuid, bank_uscc text, contract_no text, version text, kind text, state text, state_since timestamptz, platform_features text[], own_features text[], items text[],
        has_cut_off boolean, is_proposed boolean, is_own_proposal boolean, calls bigint, enterprises bigint
    )
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_operator uuid := scoring.session_operator();
begin
    if v_operator is null then
        return;
    end if;
    return query
    select m.id, m.bank_uscc, m.contract_no, m.version, m.kind, m.state, m.state_since, m.platform_features, m.own_features, m.items, m.cut_off is not null,
        m.proposed_by is not null and m.state <> 'active', m.proposed_by = v_operator, count(c.ticket), count(distinct c.enterprise_id)
    from scoring.joint_model m
    left join scoring.joint_call c on c.model_id = m.id and c.answered_at is not null
    group by m.id
    order by m.submitted_at desc
    limit 200;
end
$$;

-- First call proposes, a second person's call activates. Answers null, or the refusal's code.
create function scoring.activate_joint_model(p_model_id uuid) returns text
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_operator uuid := scoring.session_operator();
    v_model    scoring.joint_model%rowtype;
begin
    if v_operator is null then
        return 'not-an-operator';
    end if;
    select m.* into v_model from scoring.joint_model m where m.id = p_model_id for update;
    if v_model.id is null then
        return 'pack-unknown';
    end if;
    if v_model.state = 'active' then
        return 'state-cannot-follow';
    end if;
    if v_model.proposed_by is null then
        update scoring.joint_model m set proposed_by = v_operator, proposed_at = clock_timestamp(), confirmed_by = null where m.id = p_model_id;
    elsif v_model.proposed_by = v_operator then
        return 'second-person-needed';
    else
        update scoring.joint_model m set state = 'active', state_since = clock_timestamp(), confirmed_by = v_operator where m.id = p_model_id;
    end if;
    perform audit.append(0, gen_random_uuid(), v_operator::text, v_model.bank_uscc, 'joint-model', 'scoring.joint.activate',
        case when v_model.proposed_by is null then 'proposed' else 'activated' end, null, null, v_model.contract_no, v_model.model_sha256);
    return null;
end
$$;

-- Stopping takes one person and works at once; starting again takes two.
create function scoring.suspend_joint_model(p_model_id uuid) returns text
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_operator uuid := scoring.session_operator();
    v_model    scoring.joint_model%rowtype;
begin
    if v_operator is null then
        return 'not-an-operator';
    end if;
    update scoring.joint_model m
    set state = 'suspended', state_since = clock_timestamp(), proposed_by = null, proposed_at = null, confirmed_by = null
    where m.id = p_model_id and m.state = 'active'
    returning m.* into v_model;
    if v_model.id is null then
        return 'state-cannot-follow';
    end if;
    delete from scoring.joint_input i where i.model_id = p_model_id;
    perform audit.append(0, gen_random_uuid(), v_operator::text, v_model.bank_uscc, 'joint-model', 'scoring.joint.suspend', 'suspended', null, null, v_model.contract_no, v_model.model_sha256);
    return null;
end
$$;

-- A revocation or a pause takes the ready features away at once, a revocation the results kept for the back-test; a lawful removal the features that held it.
create function scoring.joint_authorisation_changed() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if new.revoked_at is not null or new.paused_at is not null then
        delete from scoring.joint_input i where i.authorisation_id = new.id;
    end if;
    if new.revoked_at is not null then
        update scoring.joint_call c set margin = null where c.authorisation_id = new.id and c.margin is not null;
    end if;
    return null;
end
$$;

create function scoring.joint_record_removed() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    delete from scoring.joint_input i where i.enterprise_id = new.enterprise_id;
    return null;
end
$$;

create trigger joint_authorisation_changed
    after update of revoked_at, paused_at on consent.authorisation
    for each row execute function scoring.joint_authorisation_changed();

create trigger joint_record_removed
    after update of removed_at on credit.credit_record
    for each row when (old.removed_at is null and new.removed_at is not null)
    execute function scoring.joint_record_removed();

grant select, insert, update on scoring.joint_model to ${gate};
grant select, delete on scoring.joint_input to ${gate};
grant select, insert, update on scoring.joint_call to ${gate};
-- The worker computes features; it reads no sealed model and no result.
grant select (id, bank_uscc, state, platform_features, items) on scoring.joint_model to ${worker};
grant select, insert, update, delete on scoring.joint_input to ${worker};

call platform.give('scoring.joint_model_of(text, uuid)', '${gate}');
call platform.give('scoring.joint_models_of_bank(text)', '${gate}');
call platform.give('scoring.read_joint_inputs(uuid, text, uuid)', '${gate}');
call platform.give('scoring.keep_joint_result(uuid, text, bytea, bytea, float8)', '${gate}');
call platform.give('scoring.operator_joint_models()', '${gate}');
call platform.give('scoring.activate_joint_model(uuid)', '${gate}');
call platform.give('scoring.suspend_joint_model(uuid)', '${gate}');
call platform.give('scoring.joint_authorisation_changed()', '${gate}');
call platform.give('scoring.joint_record_removed()', '${gate}');
revoke all on function scoring.joint_model_of(text, uuid), scoring.joint_models_of_bank(text), scoring.read_joint_inputs(uuid, text, uuid),
    scoring.keep_joint_result(uuid, text, bytea, bytea, float8), scoring.operator_joint_models(), scoring.activate_joint_model(uuid),
    scoring.suspend_joint_model(uuid), scoring.joint_authorisation_changed(), scoring.joint_record_removed() from public;
grant execute on function scoring.joint_model_of(text, uuid), scoring.joint_models_of_bank(text), scoring.read_joint_inputs(uuid, text, uuid),
    scoring.keep_joint_result(uuid, text, bytea, bytea, float8) to ${bank_api};
grant execute on function scoring.operator_joint_models(), scoring.activate_joint_model(uuid), scoring.suspend_joint_model(uuid) to ${portal};
