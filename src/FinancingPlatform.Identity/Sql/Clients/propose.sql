insert into identity.client_change (id, client_id, action, payload, proposed_by, proposed_at)
values ($1, $2, $3, $4::jsonb, identity.session_account_id(), $5)
on conflict (client_id) where decided_at is null do nothing
