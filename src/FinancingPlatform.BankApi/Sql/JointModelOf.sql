select state, contract_no, version, kind, sealed, model_sha256, schema::text, own_features, items, cut_off
from scoring.joint_model_of($1, $2)
