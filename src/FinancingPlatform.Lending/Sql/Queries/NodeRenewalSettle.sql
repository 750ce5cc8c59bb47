-- The old note is repaid by the new one. The event bears the new note's id: it is not a message of its own.
with settled as
(
    insert into lending.node_loan_event (id, loan_id, uscc, kind, event_no, occurred_on, principal_yuan, interest_yuan, balance_yuan, payer, posted_at, received_at)
    select $2, n.id, n.uscc, 'repayment', 'renewal ' || $2, $4, $3, 0, n.balance_yuan - $3, 'renewal', $5, $6
    from lending.node_loan n
    where n.id = $1
    returning loan_id
)
update lending.node_loan n set balance_yuan = n.balance_yuan - $3 from settled where n.id = settled.loan_id
