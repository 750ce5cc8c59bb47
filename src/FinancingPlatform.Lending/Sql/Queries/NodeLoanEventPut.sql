-- Keeps the event, or its new version, and brings the balance in line; says what came of it. Arithmetic as at the city (rule C1).
with note as
(
    select n.id, n.opening_balance_yuan, n.disbursed_on
    from lending.node_loan n
    where n.id = $2 and n.uscc = $3
    for update
),
earlier as
(
    select e.version from lending.node_loan_event e where e.id = $1 and e.loan_id = $2 and e.kind = $4
),
repaid as
(
    select coalesce(sum(e.principal_yuan), 0) + case when $4 = 'repayment' and not $15 then coalesce($7, 0) else 0 end as yuan
    from lending.node_loan_event e
    where e.loan_id = $2 and e.kind = 'repayment' and not e.withdrawn and e.id <> $1
),
verdict as
(
    select case
        when not exists (select from note) then 'unknown-note'
        when $16 = 1 and exists (select from earlier) then 'duplicate'
        when $16 > 1 and not exists (select from earlier) then 'unknown-event'
        when (select earlier.version from earlier) >= $16 then 'duplicate'
        when exists (select from lending.node_loan_event e where e.loan_id = $2 and e.event_no = $5 and e.id <> $1) then 'number-reused'
        when $6 < (select note.disbursed_on from note) then 'dates-out-of-order'
        when (select repaid.yuan from repaid) > (select note.opening_balance_yuan from note) then 'balance-exceeded'
        else 'accepted'
    end as word
),
put as
(
    insert into lending.node_loan_event
    (
        id, loan_id, uscc, kind, event_no, occurred_on, principal_yuan, interest_yuan, balance_yuan, payer, overdue_days, five_class, due_on, distress, withdrawn,
        version, posted_at, received_at
    )
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
    from verdict
    where verdict.word = 'accepted'
    on conflict (id) do update
    set occurred_on = excluded.occurred_on, principal_yuan = excluded.principal_yuan, interest_yuan = excluded.interest_yuan, balance_yuan = excluded.balance_yuan,
        payer = excluded.payer, overdue_days = excluded.overdue_days, five_class = excluded.five_class, due_on = excluded.due_on, distress = excluded.distress,
        withdrawn = excluded.withdrawn, version = excluded.version, posted_at = excluded.posted_at, received_at = excluded.received_at
    returning loan_id
),
balance as
(
    update lending.node_loan n
    set balance_yuan = n.opening_balance_yuan - repaid.yuan
    from put, repaid
    where n.id = put.loan_id
    returning 1
)
select verdict.word from verdict
