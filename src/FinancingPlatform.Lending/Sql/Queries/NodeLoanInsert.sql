insert into lending.node_loan
(
    id, uscc, bank_uscc, client_id, authorisation_id, credit_line_id, line_no, note_no, amount_yuan, annual_rate_percent,
    disbursed_on, due_on, loan_type, first_loan, posted_at, received_at, legal_entity_uscc, backfill, inclusive, opening_balance_yuan, balance_yuan, renewal,
    renewed_loan_id
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20, $21, $22)
on conflict do nothing
