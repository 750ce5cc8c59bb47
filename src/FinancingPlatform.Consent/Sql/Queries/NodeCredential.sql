select public_key_cose
from identity.node_credential
where uscc = $1 and credential_id = $2 and level >= 1
