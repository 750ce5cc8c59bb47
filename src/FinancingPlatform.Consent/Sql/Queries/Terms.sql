select uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses
from consent.authorisation
where id = $1 and enterprise_id = (select identity.session_enterprise_id())
