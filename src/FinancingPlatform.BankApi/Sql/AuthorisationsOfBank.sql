select
    id, uscc, enterprise_name, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses, uses,
    text_version, text_sha256, signed_at, revoked_at, paused_at
from consent.authorisations_of_bank($1, $2, $3, $4, $5)
