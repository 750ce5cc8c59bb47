-- Accepted, the same again, or nothing that could be corrected: what is filled already must still fit (rule C1).
with line as
(
    select l.id, l.version
    from lending.node_credit_line l
    where l.id = $1 and l.uscc = $2 and l.bank_uscc = $3 and l.authorisation_id = $4
    for update
),
used as
(
    select coalesce(sum(case
        when $9 = 'revolving' then n.balance_yuan
        when n.renewal = 'no-repayment' and r.credit_line_id = $1 then 0
        else n.amount_yuan
    end), 0) as yuan
    from lending.node_loan n
    left join lending.node_loan r on r.id = n.renewed_loan_id
    where n.credit_line_id = $1
),
corrected as
(
    update lending.node_credit_line l
    set amount_yuan = $5, annual_rate_percent = $6, valid_from = $7, valid_to = $8, kind = $9, backfill = $10, version = $11
    from line, used
    where l.id = line.id and line.version < $11 and used.yuan <= $5
    returning 1
)
select case
    when exists (select from corrected) then 'accepted'
    when not exists (select from line) then 'unknown-line'
    when (select line.version from line) >= $11 then 'duplicate'
    else 'line-exceeded'
end
