-- The key that the verifier proved, never one that came with the signature.
select public_key_cose
from identity.live_verification
where enterprise_id = (select identity.session_enterprise_id()) and credential_id = $1 and level >= 1
order by verified_at desc
limit 1
