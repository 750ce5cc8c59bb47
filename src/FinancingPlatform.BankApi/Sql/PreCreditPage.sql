select points, enterprise_id, body::text from scoring.pre_credit_page($1, $2, $3, $4, $5, $6)
