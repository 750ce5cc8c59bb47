select o.place, o.outcome, o.refusal
from scoring.open_looks_together($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) o
order by o.place
