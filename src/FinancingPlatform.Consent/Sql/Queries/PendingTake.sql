-- Taken once: a second signature on the same offer finds nothing.
delete from consent.pending_authorisation
where id = $1 and enterprise_id = (select identity.session_enterprise_id()) and expires_at > $2
returning terms::text, text_version, text_shown, nonce
