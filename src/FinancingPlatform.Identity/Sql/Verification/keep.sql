-- Keeps a verification and ends its attempt.
with ended as (
    update identity.verification_attempt set state = 'verified' where id = $1
)
insert into identity.verification
    (id, enterprise_id, account_id, level, method, verifier, evidence, credential_id, public_key_cose, legal_representative, verified_at, valid_until)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
