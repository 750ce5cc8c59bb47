select exists
(
    select 1
    from lending.node_loan
    where id = $1 and bank_uscc = $2 and note_no = $3 and amount_yuan = $4
)
