-- How funded loans went, from what banks post about them (rule C2). Bad within twelve months of disbursement: more than 90 days overdue, substandard or
-- worse, written off, paid by a guarantor, or extended for distress. A renewal without repayment continues the old loan: the chain is judged from its
-- first note. Younger loans are out unless already bad; stock loaded at onboarding was not followed from its beginning and is out.
create or replace function lending.loan_outcomes()
    returns table (enterprise_id bigint, bank_uscc text, disbursed_on date, is_bad boolean)
    language plpgsql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
#variable_conflict use_column
declare
    v_today date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
begin
    return query
    with went_bad as
    (
        select n.origin_loan_id, min(e.occurred_on) as first_on
        from lending.loan_event e
        join lending.loan n on n.id = e.loan_id
        where not e.withdrawn
            and
            (
                (e.kind = 'overdue' and e.overdue_days > 90)
                or (e.kind = 'classification' and e.five_class in ('substandard', 'doubtful', 'loss'))
                or e.kind = 'write-off'
                or (e.kind = 'repayment' and e.payer = 'guarantor')
                or (e.kind = 'extension' and e.distress)
            )
        group by n.origin_loan_id
    )
    select o.enterprise_id, o.bank_uscc, o.disbursed_on, coalesce(b.first_on <= (o.disbursed_on + interval '12 months')::date, false)
    from lending.loan o
    left join went_bad b on b.origin_loan_id = o.id
    where o.origin_loan_id = o.id
        and not o.backfill
        and ((o.disbursed_on + interval '12 months')::date <= v_today or b.first_on <= (o.disbursed_on + interval '12 months')::date);
end
$$;
