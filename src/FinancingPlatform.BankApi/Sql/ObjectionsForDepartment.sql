select id, uscc, enterprise_name, item, natural_key, occurred_on, reason, statement, submitted_at, accepted_at, due_on
from credit.objections_for($1, $2, $3, $4)
