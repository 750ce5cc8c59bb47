select p.code, p.response::text, p.replayed
from lending.post_override($1, $2, $3, $4, $5, $6, $7, $8) p
