select at, id, body::text from lending.alerts_page($1, $2, $3, $4, $5)
