-- A look that showed nothing costs nothing (未显示不计次): it stays on the access list and in the audit chain, and its use is given back.
alter table consent.access_record
    drop constraint access_record_outcome_check,
    drop constraint access_record_refusal,
    add constraint access_record_outcome check (outcome in ('granted', 'refused', 'nothing-shown')),
    -- What was refused says why, and so does what showed nothing.
    add constraint access_record_refusal check ((outcome = 'granted') = (refusal is null)),
    add constraint access_record_nothing_read check (outcome <> 'nothing-shown' or read_at is null);
grant update (outcome, refusal) on consent.access_record to ${gate};

-- Gives back the uses of looks that this very transaction opened, because there is nothing to show; for other gate functions only. A ticket of its own
-- transaction cannot be read, and one that is given back never can: so whatever a caller does, a look that was read stays counted. Use, access record and
-- audit links are of one transaction, so that no crash and no retry gives back twice. The locks (authorisations, tips) are those that opening took.
create function consent.give_back_looks(p_tickets uuid[], p_reason text) returns void
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
declare
    v_back consent.access_record[];
begin
    with back as
    (
        update consent.access_record r
        set outcome = 'nothing-shown', refusal = p_reason
        -- The top-level transaction, also under a savepoint.
        where r.ticket = any (p_tickets) and r.outcome = 'granted' and r.opened_xid = pg_current_xact_id()
        returning r as look
    )
    select array_agg(b.look) into v_back from back b;

    update consent.authorisation a
    set uses = a.uses - b.uses
    from (select l.authorisation_id, count(*)::int as uses from unnest(v_back) l group by l.authorisation_id) b
    where a.id = b.authorisation_id;

    perform audit.append_many(s.chains, s.events, s.clients, s.usccs, s.purposes, s.actions, s.outcomes, s.refusals, s.granted, s.tickets, s.proofs)
    from
    (
        select array_agg(l.enterprise_id) as chains, array_agg(gen_random_uuid()) as events, array_agg(l.client_id) as clients, array_agg(l.uscc) as usccs,
            array_agg(l.purpose) as purposes, array_agg('consent.look'::text) as actions, array_agg(l.outcome) as outcomes, array_agg(l.refusal) as refusals,
            array_agg(l.authorisation_id) as granted, array_agg(l.ticket::text) as tickets, array_agg(sha256(convert_to(l.proof, 'UTF8'))) as proofs
        from unnest(v_back) l
    ) s
    where s.events is not null;
end
$$;

-- As looks_by_day, which earlier programs read strictly, with the looks that showed nothing.
create function consent.look_counts(p_bank_uscc text, p_from date, p_to date) returns jsonb
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select coalesce
(
    jsonb_agg(jsonb_build_object('day', d.day, 'purpose', d.purpose, 'granted', d.granted, 'refused', d.refused, 'nothing_shown', d.nothing_shown) order by d.day, d.purpose),
    '[]'
)
from
(
    select (r.at at time zone 'Asia/Shanghai')::date as day, r.purpose, count(*) filter (where r.outcome = 'granted') as granted,
        count(*) filter (where r.outcome = 'refused') as refused, count(*) filter (where r.outcome = 'nothing-shown') as nothing_shown
    from consent.access_record r
    where r.bank_uscc = p_bank_uscc and r.at >= p_from::timestamp at time zone 'Asia/Shanghai' and r.at < (p_to + 1)::timestamp at time zone 'Asia/Shanghai'
    group by 1, 2
) d
$$;

call platform.give('consent.give_back_looks(uuid[], text)', '${gate}');
call platform.give('consent.look_counts(text, date, date)', '${gate}');
revoke all on function consent.give_back_looks(uuid[], text), consent.look_counts(text, date, date) from public;
grant execute on function consent.look_counts(text, date, date) to ${bank_api};
