-- How funded loans went (rule C2). Nothing that banks post yet says that a loan went badly, so no loan has an outcome: an empty answer, not a good one.
create function lending.loan_outcomes()
    returns table (enterprise_id bigint, bank_uscc text, disbursed_on date, is_bad boolean)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    return;
end
$$;

call platform.give('lending.loan_outcomes()', '${gate}');
revoke all on function lending.loan_outcomes() from public;
grant execute on function lending.loan_outcomes() to ${worker};
