-- What the line still allows, without this loan itself (it may come a second time), and what the note that it renews still owes; no row when the
-- line is unknown. A renewal without repayment of a note of the same line needs no room.
select
    l.amount_yuan -
    (
        select coalesce(sum(case
            when l.kind = 'revolving' then n.balance_yuan
            when n.renewal = 'no-repayment' and o.credit_line_id = l.id then 0
            else n.amount_yuan
        end), 0)
        from lending.node_loan n
        left join lending.node_loan o on o.id = n.renewed_loan_id
        where n.credit_line_id = l.id and n.id <> $5
    ) as room,
    r.balance_yuan,
    coalesce(r.credit_line_id = l.id, false),
    l.kind = 'revolving',
    coalesce((select n.opening_balance_yuan - n.balance_yuan from lending.node_loan n where n.id = $5), 0) as repaid
from lending.node_credit_line l
left join lending.node_loan r on r.id = $6 and r.uscc = l.uscc
where l.id = $1 and l.bank_uscc = $2 and l.uscc = $3 and l.authorisation_id = $4
for update of l
