select at, id, body::text from lending.products_page($1, $2, $3, $4)
