select at, id, body::text from lending.loans_page($1, $2, $3, $4, $5)
