-- Labels for training (rule C2): how loans went, of those enterprises alone whose training leg to the posting bank is live (rule A5). The day is the one before
-- the money: what the loan itself brought into the records is not known then.
create function lending.training_outcomes()
    returns table (uscc text, observed_on date, is_bad boolean)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
begin
    return query
    select e.uscc, o.disbursed_on - 1, bool_or(o.is_bad)
    from lending.loan_outcomes() o
    join registry.enterprise e on e.id = o.enterprise_id
    where e.in_city
        and exists (select from scoring.training_authorisation a where a.enterprise_id = o.enterprise_id and a.bank_uscc = o.bank_uscc)
    group by e.uscc, o.disbursed_on
    order by o.disbursed_on, e.uscc;
end
$$;

call platform.give('lending.training_outcomes()', '${gate}');
revoke all on function lending.training_outcomes() from public;
grant execute on function lending.training_outcomes() to ${worker};
