-- Looks of several requests in one transaction (合并开启查询), and their reading in another: one write to disk and one statement per table for all of them.
-- Each look keeps its own ticket, proof, use, access record, outcome and audit link. Nothing is read before all of that is committed, and what was
-- revoked meanwhile is read by nobody: as with a look that comes alone.

-- A look without its audit link: use and access record, or refusal and access record.
create function consent.record_look
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
    out refusal          text,
    out enterprise_id    bigint,
    out authorisation_id uuid
)
    language plpgsql
    volatile
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

    refusal := v_refusal;
    enterprise_id := v_enterprise;
    authorisation_id := v_granted;
end
$$;

-- The door for a look that comes alone; unchanged but for what it shares with the door below.
create or replace function consent.open_look
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
declare
    -- A caller that switched synchronous_commit off would read data under an access record that a crash can still lose.
    v_durable text := set_config('synchronous_commit', 'on', true);
    v_look    record;
begin
    select r.* into v_look
    from consent.record_look(p_ticket, p_client_id, p_bank_uscc, p_uscc, p_items, p_purpose, p_operator, p_branch, p_reference, p_proof) r;
    outcome := case when v_look.refusal is null then 'granted' else 'refused' end;
    refusal := v_look.refusal;
    authorisation_id := v_look.authorisation_id;
    -- Last, because it holds the chain's tip until commit.
    perform audit.append(coalesce(v_look.enterprise_id, 0), p_ticket, p_client_id, p_uscc, p_purpose, 'consent.look', outcome, refusal, authorisation_id, p_reference,
        sha256(convert_to(p_proof, 'UTF8')));
end
$$;

-- The door for looks that came at the same time; the arrays have the same length, items are a JSON list each, and a row is returned for each place in
-- them. Locks are taken in one order (proofs, authorisations, tips), and none is waited for long: a transaction that gives up has written nothing, and
-- its looks are tried alone.
create function consent.open_looks_together
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
    set lock_timeout = '500ms'
as
$$
#variable_conflict use_column
declare
    v_size        int := cardinality(p_tickets);
    v_today       date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
    v_durable     text := set_config('synchronous_commit', 'on', true);
    v_proven      boolean[] := identity.use_dpop_proofs(p_jkts, p_jtis_sha256, p_proofs_expire_at);
    v_outcomes    text[] := array_fill(null::text, array[v_size]);
    v_refusals    text[] := array_fill(null::text, array[v_size]);
    v_enterprises bigint[] := array_fill(null::bigint, array[v_size]);
    v_granted     uuid[] := array_fill(null::uuid, array[v_size]);
    v_used        record;
    v_look        record;
begin
    -- The usual case of all looks in one statement. Two looks under one authorisation are not in it together: each counts as a use.
    for v_used in
        with asked as
        (
            select u.*, array(select jsonb_array_elements_text(u.item_list)) as items
            from unnest(v_proven, p_tickets, p_clients, p_banks, p_usccs, p_items, p_purposes, p_operators, p_branches, p_references, p_proofs) with ordinality
                as u (proven, ticket, client_id, bank_uscc, uscc, item_list, purpose, operator, branch, reference, proof, n)
            where u.proven
        ),
        candidate as
        (
            select k.*, b.id as authorisation_id, b.enterprise_id, row_number() over (partition by b.id order by k.n) as nth
            from asked k
            join registry.enterprise e on e.uscc = k.uscc
            cross join lateral
            (
                select b.id, b.enterprise_id
                from consent.authorisation b
                where b.enterprise_id = e.id
                    and b.bank_uscc = k.bank_uscc
                    and b.leg_look
                    and consent.look_step(b, v_today, k.purpose, k.items) = 8
                order by b.valid_to, b.id
                limit 1
            ) b
        ),
        used as
        (
            -- The row's own condition decides between simultaneous looks at the last use: exactly one gets it.
            update consent.authorisation a
            set uses = a.uses + 1
            from (select c.n, c.authorisation_id from candidate c where c.nth = 1 order by c.authorisation_id) c
            where a.id = c.authorisation_id
                and a.uses < a.max_uses
                and a.revoked_at is null
                and a.paused_at is null
            returning c.n
        ),
        recorded as
        (
            insert into consent.access_record
                (ticket, at, enterprise_id, uscc, authorisation_id, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, opened_xid, proof)
            select c.ticket, clock_timestamp(), c.enterprise_id, c.uscc, c.authorisation_id, c.bank_uscc, c.client_id, c.operator, c.branch, c.purpose, c.reference,
                c.items, 'granted', pg_current_xact_id(), c.proof
            from candidate c
            join used u on u.n = c.n
        )
        select c.n, c.enterprise_id, c.authorisation_id from candidate c join used u on u.n = c.n
    loop
        v_outcomes[v_used.n] := 'granted';
        v_enterprises[v_used.n] := v_used.enterprise_id;
        v_granted[v_used.n] := v_used.authorisation_id;
    end loop;

    for i in 1 .. v_size loop
        if not v_proven[i] then
            v_outcomes[i] := 'replayed';
        elsif v_outcomes[i] is null then
            select r.* into v_look
            from consent.record_look(p_tickets[i], p_clients[i], p_banks[i], p_usccs[i], array(select jsonb_array_elements_text(p_items[i])), p_purposes[i], p_operators[i],
                p_branches[i], p_references[i], p_proofs[i]) r;
            v_outcomes[i] := case when v_look.refusal is null then 'granted' else 'refused' end;
            v_refusals[i] := v_look.refusal;
            v_enterprises[i] := v_look.enterprise_id;
            v_granted[i] := v_look.authorisation_id;
        end if;
    end loop;

    -- Last, because it holds the chains' tips until commit.
    perform audit.append_many(s.chains, s.tickets, s.clients, s.usccs, s.purposes, s.actions, s.outcomes, s.refusals, s.granted, s.refs, s.proofs)
    from
    (
        select array_agg(coalesce(u.enterprise_id, 0) order by u.n) as chains, array_agg(u.ticket order by u.n) as tickets, array_agg(u.client_id order by u.n) as clients,
            array_agg(u.uscc order by u.n) as usccs, array_agg(u.purpose order by u.n) as purposes, array_agg('consent.look'::text order by u.n) as actions,
            array_agg(u.outcome order by u.n) as outcomes, array_agg(u.refusal order by u.n) as refusals, array_agg(u.authorisation_id order by u.n) as granted,
            array_agg(u.reference order by u.n) as refs, array_agg(sha256(convert_to(u.proof, 'UTF8')) order by u.n) as proofs
        from unnest(v_enterprises, p_tickets, p_clients, p_usccs, p_purposes, v_outcomes, v_refusals, v_granted, p_references, p_proofs) with ordinality
            as u (enterprise_id, ticket, client_id, uscc, purpose, outcome, refusal, authorisation_id, reference, proof, n)
        where u.outcome <> 'replayed'
    ) s
    where s.tickets is not null;

    return query select u.n::int, u.outcome, u.refusal from unnest(v_outcomes, v_refusals) with ordinality as u (outcome, refusal, n);
end
$$;

-- A ticket that was taken for reading, and whose data it opens.
create type consent.allowed_ticket as
    (ticket uuid, enterprise_id bigint, authorisation_id uuid, items text[], bank_uscc text, leg_training boolean, refusal text);

-- Takes tickets for one read each, as consent.ticket_allows does. A ticket that cannot be taken is not among the answers: asked for alone it says why.
create function consent.tickets_allow(p_tickets uuid[], p_clients text[]) returns setof consent.allowed_ticket
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_own     xid8 := pg_current_xact_id_if_assigned();
    v_durable text;
begin
    -- The mark "read" may reach the disk a moment after the answer: losing it in a crash costs at most a second read within the ticket's minute.
    -- Only in a transaction that has written nothing yet, so that no access record of the caller's loses its durability.
    if v_own is null then
        v_durable := set_config('synchronous_commit', 'off', true);
    end if;

    return query
    update consent.access_record r
    set read_at = clock_timestamp()
    from unnest(p_tickets, p_clients) as q (ticket, client_id), consent.authorisation a
    where r.ticket = q.ticket
        and a.id = r.authorisation_id
        and r.client_id = q.client_id
        and r.outcome = 'granted'
        and r.read_at is null
        -- Always the top-level transaction, also under a savepoint.
        and r.opened_xid is distinct from v_own
        and r.at > clock_timestamp() - interval '60 seconds'
    returning r.ticket, r.enterprise_id, r.authorisation_id, r.items, a.bank_uscc, a.leg_training,
        case when a.revoked_at is not null then 'authorisation-revoked' when a.paused_at is not null then 'authorisation-paused' end;
end
$$;

-- Room for the mark "read" to change most rows of a page in place, which it does to all of them within moments: otherwise a look would write every index
-- of the table twice.
alter table consent.access_record set (fillfactor = 65);

call platform.give('consent.record_look(uuid, text, text, text, text[], text, text, text, text, text)', '${gate}');
call platform.give('consent.open_looks_together(text[], bytea[], timestamptz[], uuid[], text[], text[], text[], jsonb[], text[], text[], text[], text[], text[])', '${gate}');
call platform.give('consent.tickets_allow(uuid[], text[])', '${gate}');
revoke all on function
    consent.record_look(uuid, text, text, text, text[], text, text, text, text, text),
    consent.open_looks_together(text[], bytea[], timestamptz[], uuid[], text[], text[], text[], jsonb[], text[], text[], text[], text[], text[]),
    consent.tickets_allow(uuid[], text[])
from public;
grant execute on function
    consent.open_looks_together(text[], bytea[], timestamptz[], uuid[], text[], text[], text[], jsonb[], text[], text[], text[], text[], text[]) to ${bank_api};
