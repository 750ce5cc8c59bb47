select p.place, p.code, p.response, p.replayed
from lending.post_together($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) p
order by p.place
