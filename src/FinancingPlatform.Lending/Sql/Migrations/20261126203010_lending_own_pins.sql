-- The limit that a bank is shown with the version that it keeps to, for the owner's own page: the limit follows the version that answers.
create function lending.own_pinned_limits()
    returns table
    (
        authorisation_id uuid, status text, amount_yuan numeric, policy_version text, policy_is_own boolean, product_cap_yuan numeric, floor_yuan numeric,
        revenue_share numeric, band_factor numeric, revenue_yuan numeric, revenue_as_of date, balance_yuan numeric, balances_on date, valid_until date,
        invented boolean
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
    select p.authorisation_id, l.*
    from scoring.own_pinned_scores() p
    cross join lateral lending.limit_of_score(p.id) l
    where p.kind = 'full';
end
$$;

call platform.give('lending.own_pinned_limits()', '${gate}');
revoke all on function lending.own_pinned_limits() from public;
grant execute on function lending.own_pinned_limits() to ${portal};
