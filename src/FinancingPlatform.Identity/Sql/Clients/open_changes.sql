select h.id, h.client_id, h.action, h.payload::text, p.display_name, h.proposed_at, h.proposed_by = identity.session_account_id()
from identity.client_change h
join identity.account p on p.id = h.proposed_by
where h.decided_at is null
order by h.proposed_at, h.id
