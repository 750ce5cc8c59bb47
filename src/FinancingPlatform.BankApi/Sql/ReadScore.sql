select kind, points, grade, as_of, pack, pack_version, demonstration, reasons::text, input_sha256, authorisation_id, refusal
from scoring.read_score($1, $2)
