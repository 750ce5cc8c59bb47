select facts::text, as_of, known_at, authorisation_id, refusal
from credit.read_report($1, $2)
