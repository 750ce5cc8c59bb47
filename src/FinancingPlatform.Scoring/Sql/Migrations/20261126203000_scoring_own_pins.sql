-- What an enterprise may see of the versions that its banks keep to (rule C4): a bank that keeps to a version is shown that version's score, so its owner
-- must see the same one, with its name.
create function scoring.own_pinned_scores()
    returns table
    (
        id bigint, kind text, bank_uscc text, authorisation_id uuid, pack text, pack_version text, pack_sha256 text, as_of date, computed_at timestamptz,
        points int, grade text, demonstration boolean, reasons jsonb, inputs jsonb
    )
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    return query
    -- Of several authorisations to one bank its public version is told once.
    select distinct on (p.kind, p.authorisation_id, a.bank_uscc)
        p.id, p.kind, a.bank_uscc, p.authorisation_id, p.pack, p.pack_version, p.pack_sha256, p.as_of, p.computed_at, p.points, p.grade, p.demonstration,
        scoring.marked_reasons(p.enterprise_id, p.reasons), p.inputs
    from consent.authorisation a
    join scoring.bank_pin b on b.bank_uscc = a.bank_uscc
    join scoring.parallel_score p on p.pack_sha256 = b.sha256 and p.enterprise_id = a.enterprise_id and (p.kind = 'public' or p.authorisation_id = a.id)
    cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
    where a.enterprise_id = identity.session_enterprise_id()
        and p.kind = b.kind
        and a.revoked_at is null
        and a.paused_at is null
        and d.today between a.valid_from and a.valid_to
        -- As in scoring.read_score: what was computed from a removed record is told to nobody.
        and not exists (select from scoring.score w where w.enterprise_id = p.enterprise_id and w.kind = p.kind and w.withheld_on is not null)
        -- The version that answers for everybody is no other version.
        and not exists (select from scoring.score s where s.enterprise_id = p.enterprise_id and s.kind = p.kind and s.pack_sha256 = p.pack_sha256)
    order by p.kind, p.authorisation_id, a.bank_uscc, p.computed_at desc;
end
$$;

call platform.give('scoring.own_pinned_scores()', '${gate}');
revoke all on function scoring.own_pinned_scores() from public;
grant execute on function scoring.own_pinned_scores() to ${portal};
