select exists
(
    select 1
    from lending.node_credit_line
    where id = $1 and bank_uscc = $2 and line_no = $3 and amount_yuan = $4
)
