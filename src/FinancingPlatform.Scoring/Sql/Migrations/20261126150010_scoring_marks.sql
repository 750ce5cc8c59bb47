-- Objections and removals reach whoever reads a score at once: nothing waits for the next computation.

-- Reasons with a mark on those whose item holds a disputed record (异议标注; trap 14). Runs with the reader's rights: an enterprise sees its own disputes.
create function scoring.marked_reasons(p_enterprise_id bigint, p_reasons jsonb) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
select case
    when exists (select from credit.dispute d where d.enterprise_id = p_enterprise_id) then (
        select jsonb_agg(
            case
                when exists (select from credit.dispute d where d.enterprise_id = p_enterprise_id and d.item = r.value ->> 'item') then r.value || '{"disputed": true}'
                else r.value
            end
            order by r.ordinality)
        from jsonb_array_elements(p_reasons) with ordinality r
    )
    else p_reasons
end
$$;

-- As before, with marks; and a score whose inputs were lawfully removed is told to nobody until it is computed again (Order 36: stop using).
create or replace function scoring.read_score(p_ticket uuid, p_client_id text)
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
    select null::text, e.uscc, s.kind, s.points, s.grade, s.as_of, s.pack, s.pack_version, s.demonstration, scoring.marked_reasons(s.enterprise_id, s.reasons),
        s.input_sha256, v_ticket.authorisation_id, s.computed_at
    from scoring.score s
    join registry.enterprise e on e.id = s.enterprise_id
    where s.enterprise_id = v_ticket.enterprise_id
        and s.withheld_on is null
        and (s.kind = 'public' or (s.authorisation_id = v_ticket.authorisation_id and s.items <@ v_ticket.items))
    order by s.kind = 'full' desc
    limit 1;
end
$$;

grant execute on function scoring.marked_reasons(bigint, jsonb) to ${portal}, ${gate};
