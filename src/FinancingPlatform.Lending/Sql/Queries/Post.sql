select p.code, p.response::text, p.replayed
from lending.post($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11) p
