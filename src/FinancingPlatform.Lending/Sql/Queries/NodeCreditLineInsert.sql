insert into lending.node_credit_line
(
    id, uscc, bank_uscc, client_id, authorisation_id, line_no, amount_yuan, annual_rate_percent, valid_from, valid_to, kind, posted_at, received_at,
    legal_entity_uscc, backfill
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict do nothing
