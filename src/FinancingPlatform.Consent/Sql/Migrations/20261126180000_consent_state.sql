-- What an authorisation allows at this moment, in the gate's own order of checks: computed when read, never stored. For the token endpoint,
-- which renews a grant only while the authorisation that it is still stands; it learns the state and nothing else.
create function consent.authorisation_state(p_id uuid) returns text
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select case
    when a.revoked_at is not null then 'revoked'
    when a.paused_at is not null then 'paused'
    when d.today < a.valid_from then 'not-yet-valid'
    when d.today > a.valid_to then 'expired'
    when a.uses >= a.max_uses then 'used-up'
    else 'live'
end
from consent.authorisation a
cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
where a.id = p_id
$$;

call platform.give('consent.authorisation_state(uuid)', '${gate}');
revoke all on function consent.authorisation_state(uuid) from public;
grant execute on function consent.authorisation_state(uuid) to ${portal};
