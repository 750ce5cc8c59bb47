insert into consent.authorisation
(
    id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
    text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, signed_at, public_key_cose, enterprise_id
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, (select identity.session_enterprise_id()))
