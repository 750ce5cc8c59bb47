select
    id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses, text_version, text_shown,
    text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at, enterprise_uscc, verifier_statements
from consent.evidence($1, $2)
order by id
