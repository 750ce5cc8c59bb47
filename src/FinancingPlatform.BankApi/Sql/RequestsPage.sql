select at, id, body::text from consent.requests_page($1, $2, $3, $4, $5)
