select at, id, body::text from lending.lines_page($1, $2, $3, $4, $5)
