-- The gate (查询闸门): a bank's role reads no table. It opens a look, which commits the access record, and only then reads under the ticket.
-- Owner ${gate} cannot log in. search_path is pinned and every name is qualified: nothing a session sets can change what runs here.

-- Whether the items wanted are covered. An item counts only in the catalogue version that was named to the enterprise: a newer list extends nothing.
create function consent.covers(p_items text[], p_version text, p_wanted text[]) returns boolean
    language sql
    stable
    parallel safe
as
$$
select not exists
(
    select 1
    from unnest(p_wanted) as wanted (code)
    left join credit.catalogue_item i on i.version = p_version and i.code = wanted.code
    where i.code is null or (i.mode <> 'public' and wanted.code <> all (p_items))
)
$$;

-- How far an authorisation gets through the checks, in their order; 8 is through. No clause that would keep PostgreSQL from inlining it: the
-- gate's functions, which alone call it, have pinned the search path.
create function consent.look_step(a consent.authorisation, p_today date, p_purpose text, p_wanted text[]) returns int
    language sql
    stable
    parallel safe
as
$$
select case
    when a.revoked_at is not null then 1
    when a.paused_at is not null then 2
    when p_today < a.valid_from then 3
    when p_today > a.valid_to then 4
    when a.purpose <> p_purpose then 5
    -- The array alone answers the usual question; the catalogue is asked only about the rest.
    when not (p_wanted <@ a.items or consent.covers(a.items, a.catalogue_version, p_wanted)) then 6
    when a.uses >= a.max_uses then 7
    else 8
end
$$;

create function consent.open_look
(
    p_ticket    uuid,
    p_client_id text,
    p_bank_uscc text,
    p_uscc      text,
    p_items     text[],
    p_purpose   text,
    p_operator  text,
    p_branch    text,
    p_reference text,
    p_proof     text,
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
#variable_conflict use_column
declare
    -- Not current_date: that follows the session's time zone, which the caller chooses.
    v_today      date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
    v_items      text[] := coalesce(p_items, '{}');
    v_enterprise bigint;
    v_granted    uuid;
    v_refusal    text;
    v_step       int;
    -- A caller that switched synchronous_commit off would read data under an access record that a crash can still lose.
    v_durable    text := set_config('synchronous_commit', 'on', true);
begin
    loop
        -- The usual case in one statement. The row's own condition decides between simultaneous looks at the last use: exactly one gets it.
        with used as
        (
            update consent.authorisation a
            set uses = a.uses + 1
            where a.uses < a.max_uses
                and a.revoked_at is null
                and a.paused_at is null
                and a.id =
                (
                    select b.id
                    from consent.authorisation b
                    where b.enterprise_id = (select e.id from registry.enterprise e where e.uscc = p_uscc)
                        and b.bank_uscc = p_bank_uscc
                        and b.leg_look
                        and consent.look_step(b, v_today, p_purpose, v_items) = 8
                    order by b.valid_to, b.id
                    limit 1
                )
            returning a.id, a.enterprise_id
        )
        insert into consent.access_record
            (ticket, at, enterprise_id, uscc, authorisation_id, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, opened_xid, proof)
        select
            p_ticket, clock_timestamp(), u.enterprise_id, p_uscc, u.id, p_bank_uscc, p_client_id, p_operator, p_branch, p_purpose, p_reference, v_items,
            'granted', pg_current_xact_id(), p_proof
        from used u
        returning enterprise_id, authorisation_id into v_enterprise, v_granted;
        exit when found;

        -- Of all authorisations of this bank the one that gets furthest names the refusal.
        select e.id into v_enterprise from registry.enterprise e where e.uscc = p_uscc;
        select max(consent.look_step(a, v_today, p_purpose, v_items)) into v_step
        from consent.authorisation a
        where a.enterprise_id = v_enterprise and a.bank_uscc = p_bank_uscc and a.leg_look;
        -- 8 here: another look took the last use of one authorisation meanwhile, and a second one is still live.
        continue when v_step = 8;

        v_refusal := case
            when v_enterprise is null then 'enterprise-unknown'
            when v_step is null then 'no-authorisation'
            else (array['authorisation-revoked', 'authorisation-paused', 'authorisation-not-yet-valid', 'authorisation-expired',
                        'authorisation-wrong-purpose', 'authorisation-too-narrow', 'authorisation-used-up'])[v_step]
        end;
        insert into consent.access_record
            (ticket, at, enterprise_id, uscc, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, refusal, opened_xid, proof)
        values
            (p_ticket, clock_timestamp(), v_enterprise, p_uscc, p_bank_uscc, p_client_id, p_operator, p_branch, p_purpose, p_reference, v_items,
             'refused', v_refusal, pg_current_xact_id(), p_proof);
        exit;
    end loop;

    outcome := case when v_refusal is null then 'granted' else 'refused' end;
    refusal := v_refusal;
    authorisation_id := v_granted;
    -- Last, because it holds the chain's tip until commit.
    perform audit.append(coalesce(v_enterprise, 0), p_ticket, p_client_id, p_uscc, p_purpose, 'consent.look', outcome, v_refusal, v_granted, p_reference,
        sha256(convert_to(p_proof, 'UTF8')));
end
$$;

-- The same look, spending the bank's proof of possession (DPoP, RFC 9449) in the same statement: a replayed proof must not use up a look,
-- and in a batch of its own it would, because the commands behind it are already on their way. Outcome 'replayed' records nothing.
create function consent.open_look_once
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
    if not identity.use_dpop_proof(p_jkt, p_jti_sha256, p_expires_at) then
        outcome := 'replayed';
        return;
    end if;

    select o.outcome, o.refusal, o.authorisation_id into outcome, refusal, authorisation_id
    from consent.open_look(p_ticket, p_client_id, p_bank_uscc, p_uscc, p_items, p_purpose, p_operator, p_branch, p_reference, p_proof) o;
end
$$;

-- Takes a ticket for one read. For other gate functions only: nobody who can log in may execute it.
-- Refusals: ticket-unknown (also another client's), ticket-refused, ticket-own-transaction, ticket-used, ticket-expired, ticket-too-narrow,
-- and those of a look, because a revocation between opening and reading counts.
create function consent.ticket_allows
(
    p_ticket    uuid,
    p_client_id text,
    p_item_set  text[],
    out enterprise_id    bigint,
    out authorisation_id uuid,
    out items            text[],
    out refusal          text
)
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_own     xid8 := pg_current_xact_id_if_assigned();
    v_durable text;
begin
    -- The mark "read" may reach the disk a moment after the answer: losing it in a crash costs at most a second read within the ticket's minute.
    -- Only in a transaction that has written nothing yet, so that no access record of the caller's loses its durability.
    if v_own is null then
        v_durable := set_config('synchronous_commit', 'off', true);
    end if;

    update consent.access_record r
    set read_at = clock_timestamp()
    from consent.authorisation a
    where r.ticket = p_ticket
        and a.id = r.authorisation_id
        and r.client_id = p_client_id
        and r.outcome = 'granted'
        and r.read_at is null
        -- Always the top-level transaction, also under a savepoint.
        and r.opened_xid is distinct from v_own
        and r.at > clock_timestamp() - interval '60 seconds'
        and (p_item_set is null or p_item_set <@ r.items)
    returning r.enterprise_id, r.authorisation_id, r.items,
        case when a.revoked_at is not null then 'authorisation-revoked' when a.paused_at is not null then 'authorisation-paused' end
    into enterprise_id, authorisation_id, items, refusal;
    if found then
        return;
    end if;

    select case
        when r.client_id <> p_client_id then 'ticket-unknown'
        when r.outcome <> 'granted' then 'ticket-refused'
        when r.opened_xid = v_own then 'ticket-own-transaction'
        when r.read_at is not null then 'ticket-used'
        when r.at <= clock_timestamp() - interval '60 seconds' then 'ticket-expired'
        else 'ticket-too-narrow'
    end
    into refusal
    from consent.access_record r
    where r.ticket = p_ticket;
    refusal := coalesce(refusal, 'ticket-unknown');
end
$$;

-- What a bank was granted; keyset by signed_at and id. No text and no signature: those it gets one by one.
create function consent.authorisations_of_bank(p_bank_uscc text, p_uscc text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table
    (
        id uuid, uscc text, enterprise_name text, catalogue_version text, items text[], purpose text, leg_look boolean, leg_return boolean, leg_training boolean,
        valid_from date, valid_to date, max_uses int, uses int, text_version text, text_sha256 bytea, signed_at timestamptz, revoked_at timestamptz, paused_at timestamptz
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select a.id, a.uscc, e.name, a.catalogue_version, a.items, a.purpose, a.leg_look, a.leg_return, a.leg_training,
    a.valid_from, a.valid_to, a.max_uses, a.uses, a.text_version, a.text_sha256, a.signed_at, a.revoked_at, a.paused_at
from consent.authorisation a
join registry.enterprise e on e.id = a.enterprise_id
where a.bank_uscc = p_bank_uscc
    and (p_uscc is null or a.uscc = p_uscc)
    and (p_before is null or (a.signed_at, a.id) < (p_before, p_before_id))
order by a.signed_at desc, a.id desc
limit least(p_limit, 200)
$$;

-- The looks of a bank, for its own supervision of browsing (rule A6); keyset by at and ticket.
create function consent.looks_of_bank(p_bank_uscc text, p_before timestamptz, p_before_ticket uuid, p_limit int)
    returns table
    (
        ticket uuid, at timestamptz, uscc text, purpose text, operator text, branch text, reference text, outcome text, refusal text, read_at timestamptz
    )
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select r.ticket, r.at, r.uscc, r.purpose, r.operator, r.branch, r.reference, r.outcome, r.refusal, r.read_at
from consent.access_record r
where r.bank_uscc = p_bank_uscc and (p_before is null or (r.at, r.ticket) < (p_before, p_before_ticket))
order by r.at desc, r.ticket desc
limit least(p_limit, 200)
$$;

-- The desk's bank comes from the signed-in session, never from a parameter.
create function consent.desk_authorisations(p_uscc text, p_before timestamptz, p_before_id uuid, p_limit int)
    returns table
    (
        id uuid, uscc text, enterprise_name text, catalogue_version text, items text[], purpose text, leg_look boolean, leg_return boolean, leg_training boolean,
        valid_from date, valid_to date, max_uses int, uses int, text_version text, text_sha256 bytea, signed_at timestamptz, revoked_at timestamptz, paused_at timestamptz
    )
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    return query
    select a.* from consent.authorisations_of_bank(identity.session_bank_uscc(), p_uscc, p_before, p_before_id, p_limit) a;
end
$$;

create function consent.desk_looks(p_before timestamptz, p_before_ticket uuid, p_limit int)
    returns table
    (
        ticket uuid, at timestamptz, uscc text, purpose text, operator text, branch text, reference text, outcome text, refusal text, read_at timestamptz
    )
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    return query
    select r.* from consent.looks_of_bank(identity.session_bank_uscc(), p_before, p_before_ticket, p_limit) r;
end
$$;

call platform.give('consent.covers(text[], text, text[])', '${gate}');
call platform.give('consent.look_step(consent.authorisation, date, text, text[])', '${gate}');
call platform.give('consent.open_look(uuid, text, text, text, text[], text, text, text, text, text)', '${gate}');
call platform.give('consent.open_look_once(text, bytea, timestamptz, uuid, text, text, text, text[], text, text, text, text, text)', '${gate}');
call platform.give('consent.ticket_allows(uuid, text, text[])', '${gate}');
call platform.give('consent.authorisations_of_bank(text, text, timestamptz, uuid, int)', '${gate}');
call platform.give('consent.looks_of_bank(text, timestamptz, uuid, int)', '${gate}');
call platform.give('consent.desk_authorisations(text, timestamptz, uuid, int)', '${gate}');
call platform.give('consent.desk_looks(timestamptz, uuid, int)', '${gate}');
revoke all on all functions in schema consent from public;
grant execute on function consent.open_look(uuid, text, text, text, text[], text, text, text, text, text) to ${bank_api};
grant execute on function consent.open_look_once(text, bytea, timestamptz, uuid, text, text, text, text[], text, text, text, text, text) to ${bank_api};
grant execute on function consent.authorisations_of_bank(text, text, timestamptz, uuid, int) to ${bank_api};
grant execute on function consent.looks_of_bank(text, timestamptz, uuid, int) to ${bank_api};
grant execute on function consent.desk_authorisations(text, timestamptz, uuid, int) to ${bank_desk};
grant execute on function consent.desk_looks(timestamptz, uuid, int) to ${bank_desk};
