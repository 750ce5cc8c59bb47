select id, contract_no, version, kind, state, submitted_at, items, calls, enterprises
from scoring.joint_models_of_bank($1)
