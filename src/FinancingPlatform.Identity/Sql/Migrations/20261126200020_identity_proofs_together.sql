-- The proofs of several requests that are committed together: true for each that was never shown before. Of the same proof twice in one call the
-- first is the one that was never shown before. In the proofs' order, so that two such transactions never wait for each other in a ring.
create function identity.use_dpop_proofs(p_jkts text[], p_jtis_sha256 bytea[], p_expire_at timestamptz[]) returns boolean[]
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_first boolean[];
begin
    with shown as (
        select u.*, row_number() over (partition by u.jkt, u.jti_sha256 order by u.n) as nth
        from unnest(p_jkts, p_jtis_sha256, p_expire_at) with ordinality as u (jkt, jti_sha256, expires_at, n)
    ),
    used as (
        insert into identity.dpop_jti (jkt, jti_sha256, expires_at)
        select s.jkt, s.jti_sha256, s.expires_at from shown s where s.nth = 1 order by s.jkt, s.jti_sha256
        on conflict do nothing
        returning jkt, jti_sha256
    )
    select array_agg(u.jkt is not null order by s.n) into v_first
    from shown s
    left join used u on u.jkt = s.jkt and u.jti_sha256 = s.jti_sha256 and s.nth = 1;
    return v_first;
end
$$;

call platform.give('identity.use_dpop_proofs(text[], bytea[], timestamptz[])', '${gate}');
revoke all on function identity.use_dpop_proofs(text[], bytea[], timestamptz[]) from public;
