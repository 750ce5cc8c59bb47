-- Scores under several tickets in one call (合并读取评分): the same choice as scoring.read_score makes for one, for all of them in one statement. A ticket that
-- was taken has a row, also when there is no score for it (kind is null).
create function scoring.read_scores(p_tickets uuid[], p_clients text[])
    returns table
    (
        ticket uuid, refusal text, enterprise_id bigint, bank_uscc text, items text[], kind text, points int, grade text, as_of date, pack text, pack_version text,
        demonstration boolean, reasons jsonb, input_sha256 bytea, authorisation_id uuid
    )
    language plpgsql
    volatile
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_allowed consent.allowed_ticket[];
begin
    -- A statement of its own: the scores below are those that stand after the tickets were taken.
    v_allowed := array(select t from consent.tickets_allow(p_tickets, p_clients) t);
    return query
    with chosen as
    (
        select t.ticket, t.refusal, t.enterprise_id, t.bank_uscc, t.items, t.authorisation_id, t.leg_training, s.kind, s.points, s.grade, s.as_of, s.pack,
            s.pack_version, s.demonstration, s.reasons, s.input_sha256, s.pack_sha256, s.margin
        from unnest(v_allowed) t
        left join scoring.bank_pin u on u.bank_uscc = t.bank_uscc and u.kind = 'public'
        left join scoring.bank_pin f on f.bank_uscc = t.bank_uscc and f.kind = 'full'
        left join lateral
        (
            select c.*
            from
            (
                select s.kind, s.points, s.grade, s.as_of, s.pack, s.pack_version, s.demonstration, s.reasons, s.input_sha256, s.computed_at, s.pack_sha256, s.margin,
                    s.authorisation_id, s.items
                from scoring.score s
                where s.enterprise_id = t.enterprise_id
                    and s.withheld_on is null
                    and s.pack_sha256 = coalesce(case s.kind when 'full' then f.sha256 else u.sha256 end, s.pack_sha256)
                union all
                select p.kind, p.points, p.grade, p.as_of, p.pack, p.pack_version, p.demonstration, p.reasons, p.input_sha256, p.computed_at, p.pack_sha256, p.margin,
                    p.authorisation_id, p.items
                from scoring.parallel_score p
                where p.enterprise_id = t.enterprise_id
                    and p.pack_sha256 in (f.sha256, u.sha256)
                    -- What was computed from a record that has been removed is told to nobody, whichever version computed it.
                    and not exists (
                        select from scoring.score w where w.enterprise_id = p.enterprise_id and w.kind = p.kind and w.withheld_on is not null)
            ) c
            where t.refusal is null and (c.kind = 'public' or (c.authorisation_id = t.authorisation_id and c.items <@ t.items))
            -- On the day of a change both tables may hold the pinned version; the one that was computed last counts.
            order by c.kind = 'full' desc, c.computed_at desc
            limit 1
        ) s on true
    ),
    pulled as
    (
        insert into scoring.pulled_score (ticket, enterprise_id, bank_uscc, authorisation_id, kind, pack_sha256, margin, points)
        select c.ticket, c.enterprise_id, c.bank_uscc, case c.kind when 'full' then c.authorisation_id end, c.kind, c.pack_sha256,
            case when c.kind = 'public' or c.leg_training then c.margin end,
            case when c.kind = 'public' or c.leg_training then c.points end
        from chosen c
        where c.kind is not null
    )
    select c.ticket, c.refusal, c.enterprise_id, c.bank_uscc, c.items, c.kind, c.points, c.grade, c.as_of, c.pack, c.pack_version, c.demonstration,
        case when exists (select from credit.dispute d where d.enterprise_id = c.enterprise_id) then scoring.marked_reasons(c.enterprise_id, c.reasons) else c.reasons end,
        c.input_sha256, c.authorisation_id
    from chosen c;
end
$$;

call platform.give('scoring.read_scores(uuid[], text[])', '${gate}');
revoke all on function scoring.read_scores(uuid[], text[]) from public;
