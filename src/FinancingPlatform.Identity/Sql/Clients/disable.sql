-- Stopping waits for nobody: the change is its own decision.
with stopped as
(
    update identity.client set disabled_at = coalesce(disabled_at, $3) where client_id = $2 returning client_id
)
insert into identity.client_change (id, client_id, action, proposed_by, proposed_at, decided_by, decided_at, decision)
select $1, client_id, 'disable', identity.session_account_id(), $3, identity.session_account_id(), $3, 'approved'
from stopped
