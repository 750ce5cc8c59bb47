update consent.authorisation
set paused_at = $2
where id = $1 and enterprise_id = (select identity.session_enterprise_id()) and revoked_at is null and (paused_at is null) = ($2 is not null)
returning uscc, purpose
