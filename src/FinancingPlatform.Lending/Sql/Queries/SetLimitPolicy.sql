select p.code, p.response::text, p.replayed
from lending.set_limit_policy($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) p
