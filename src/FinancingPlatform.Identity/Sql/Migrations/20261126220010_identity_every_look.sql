-- As before, with the looks that showed nothing: that a bank asked is its own to have signed, whatever it was shown.
create or replace function identity.look_evidence(p_after uuid, p_limit int)
    returns table (ticket uuid, at timestamptz, client_id text, proof text)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as $$
    select r.ticket, r.at, r.client_id, r.proof
    from consent.access_record r
    where r.outcome <> 'refused' and r.ticket >= coalesce(p_after, '00000000-0000-0000-0000-000000000000') and r.ticket is distinct from p_after
    order by r.ticket
    limit least(p_limit, 1000)
$$;
