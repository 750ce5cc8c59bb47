select p.code, p.response::text, p.replayed
from lending.pin_pack($1, $2, $3, $4, $5, $6) p
