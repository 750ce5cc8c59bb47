select refusal, inputs::text, as_of, authorisation_id
from scoring.read_joint_inputs($1, $2, $3)
