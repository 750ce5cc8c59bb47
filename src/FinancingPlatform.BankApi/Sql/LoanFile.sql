select lending.loan_file($1, $2)::text
