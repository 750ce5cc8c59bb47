-- What the line still allows, without this loan itself (it may come a second time); no row when the line is unknown. Repayments are no message
-- kind yet, so a revolving line is measured like a single one: by all that was disbursed, as at the city.
select l.amount_yuan - (select coalesce(sum(n.amount_yuan), 0) from lending.node_loan n where n.credit_line_id = l.id and n.id <> $5)
from lending.node_credit_line l
where l.id = $1 and l.bank_uscc = $2 and l.uscc = $3 and l.authorisation_id = $4
for update of l
