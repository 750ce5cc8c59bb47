with note as
(
    select n.id, n.version, n.opening_balance_yuan - n.balance_yuan as repaid
    from lending.node_loan n
    where n.id = $1 and n.uscc = $2 and n.bank_uscc = $3
    for update
),
corrected as
(
    update lending.node_loan n
    set amount_yuan = $4, opening_balance_yuan = $5, balance_yuan = $5 - note.repaid, disbursed_on = $6, due_on = $7, annual_rate_percent = $8, loan_type = $9,
        first_loan = $10, inclusive = $11, backfill = $12, version = $13
    from note
    where n.id = note.id and note.version < $13 and note.repaid <= $5
    returning 1
)
select case
    when exists (select from corrected) then 'accepted'
    when not exists (select from note) then 'unknown-note'
    when (select note.version from note) >= $13 then 'duplicate'
    else 'balance-exceeded'
end
