update consent.authorisation
set revoked_at = $2, revoke_reason = $3
where id = $1 and enterprise_id = (select identity.session_enterprise_id()) and revoked_at is null
returning uscc, purpose
