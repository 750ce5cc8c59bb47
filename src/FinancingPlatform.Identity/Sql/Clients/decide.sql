-- Taken once; who proposed it may take it back, never approve it.
update identity.client_change h
set decided_by = identity.session_account_id(), decided_at = $2, decision = $3
where h.id = $1 and h.decided_at is null and ($3 = 'refused' or h.proposed_by <> identity.session_account_id())
returning h.client_id, h.action, h.payload::text
