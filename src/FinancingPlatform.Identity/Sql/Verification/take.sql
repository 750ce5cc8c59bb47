-- The open attempt $1 of account $2, locked, with what the verification will state. The registry's name and representative are read here,
-- in the transaction that writes the verification.
select t.enterprise_id, e.uscc, e.name, e.legal_representative, t.credential_id, p.public_key_cose
from identity.verification_attempt as t
join registry.enterprise as e on e.id = t.enterprise_id
join identity.passkey as p on p.credential_id = t.credential_id and p.account_id = t.account_id
where t.id = $1 and t.account_id = $2 and t.state = 'pending' and t.expires_at > $3
for update of t
