-- Who may touch scores, the read behind the gate, and what a change of an authorisation does to its score.
alter table scoring.score enable row level security;
create policy worker_all on scoring.score to ${worker} using (true) with check (true);
create policy gate_all on scoring.score to ${gate} using (true) with check (true);
-- The sub-select makes PostgreSQL look the session up once per query, not once per row.
create policy own_rows on scoring.score for select to ${portal}
    using (enterprise_id = (select identity.session_enterprise_id()));

grant select, insert, update, delete on scoring.score to ${worker};
grant select, insert, delete on scoring.score_stage to ${worker};
grant select, delete on scoring.pending to ${worker};
grant select on scoring.score to ${portal};
grant select, delete on scoring.score to ${gate};
grant select, insert, update on scoring.pending to ${gate};

-- Reads a score under a ticket that an earlier transaction opened: one row with a refusal or a score, no row when none is computed yet.
-- The full score of the ticket's own authorisation when the look names all its items, else the public one.
create function scoring.read_score(p_ticket uuid, p_client_id text)
    returns table
    (
        refusal text, uscc text, kind text, points int, grade text, as_of date, pack text, pack_version text, demonstration boolean, reasons jsonb,
        input_sha256 bytea, authorisation_id uuid, computed_at timestamptz
    )
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_ticket record;
begin
    select t.enterprise_id, t.authorisation_id, t.items, t.refusal into v_ticket from consent.ticket_allows(p_ticket, p_client_id, null) t;
    if v_ticket.refusal is not null then
        return query select v_ticket.refusal, null::text, null::text, null::int, null::text, null::date, null::text, null::text, null::boolean, null::jsonb,
            null::bytea, null::uuid, null::timestamptz;
        return;
    end if;

    return query
    select null::text, e.uscc, s.kind, s.points, s.grade, s.as_of, s.pack, s.pack_version, s.demonstration, s.reasons, s.input_sha256,
        v_ticket.authorisation_id, s.computed_at
    from scoring.score s
    join registry.enterprise e on e.id = s.enterprise_id
    where s.enterprise_id = v_ticket.enterprise_id
        and (s.kind = 'public' or (s.authorisation_id = v_ticket.authorisation_id and s.items <@ v_ticket.items))
    order by s.kind = 'full' desc
    limit 1;
end
$$;

-- A grant asks for its full score; a revocation or a pause erases it in the same transaction. Sweeps find what time alone ended.
create function scoring.authorisation_changed() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if new.revoked_at is not null or new.paused_at is not null then
        delete from scoring.score s where s.authorisation_id = new.id;
    else
        -- A request that is already being worked on gets a new time, so that it is not taken for done.
        insert into scoring.pending (enterprise_id) values (new.enterprise_id)
        on conflict (enterprise_id) do update set since = clock_timestamp();
    end if;
    return null;
end
$$;

call platform.give('scoring.read_score(uuid, text)', '${gate}');
call platform.give('scoring.authorisation_changed()', '${gate}');
revoke all on function scoring.read_score(uuid, text) from public;
revoke all on function scoring.authorisation_changed() from public;
grant execute on function scoring.read_score(uuid, text) to ${bank_api}, ${bank_desk};

create trigger authorisation_scored
    after insert or update of revoked_at, paused_at on consent.authorisation
    for each row execute function scoring.authorisation_changed();
