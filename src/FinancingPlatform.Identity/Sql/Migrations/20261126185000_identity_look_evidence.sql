-- Everything that is needed in order to find a look that no bank signed (rule A6): the proof kept with each granted look, and the client's own signed
-- request for the token that the proof's key belongs to. For the worker, page by page; no credit value is among them.
create index token_request_jkt_idx on identity.token_request (jkt, issued_at);

create function identity.look_evidence(p_after uuid, p_limit int)
    returns table (ticket uuid, at timestamptz, client_id text, proof text)
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
    select r.ticket, r.at, r.client_id, r.proof
    from consent.access_record r
    where r.outcome = 'granted' and r.ticket >= coalesce(p_after, '00000000-0000-0000-0000-000000000000') and r.ticket is distinct from p_after
    order by r.ticket
    limit least(p_limit, 1000)
$$;

-- For each look (client, key, time) the assertion of a token of that client and key that lived then, and every key set that was ever approved for the client.
create function identity.token_evidence(p_clients text[], p_jkts text[], p_ats timestamptz[])
    returns table (n int, client_assertion text, key_sets text[])
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
    select
        w.n::int,
        (
            select t.client_assertion
            from identity.token_request t
            where t.jkt = w.jkt and t.client_id = w.client_id and t.issued_at <= w.at + interval '10 seconds' and t.expires_at >= w.at - interval '10 seconds'
            order by t.issued_at desc
            limit 1
        ),
        array
        (
            select c.jwks::text from identity.client c where c.client_id = w.client_id
            union all
            select h.payload ->> 'jwks' from identity.client_change h where h.client_id = w.client_id and h.decision = 'approved' and h.action = 'register'
        )
    from unnest(p_clients, p_jkts, p_ats) with ordinality as w (client_id, jkt, at, n)
$$;

call platform.give('identity.look_evidence(uuid, int)', '${gate}');
call platform.give('identity.token_evidence(text[], text[], timestamptz[])', '${gate}');
revoke all on function identity.look_evidence(uuid, int), identity.token_evidence(text[], text[], timestamptz[]) from public;
grant select on identity.token_request, identity.client_change to ${gate};
grant select (jwks) on identity.client to ${gate};
grant execute on function identity.look_evidence(uuid, int), identity.token_evidence(text[], text[], timestamptz[]) to ${worker};
