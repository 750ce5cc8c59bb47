-- The enterprise may pause an authorisation and let it go on (暂停与恢复): looks stop at once, as the gate computes the state when it reads, and the
-- authorisation ends on its day all the same. Withdrawing stays final.
drop policy own_live_rows on consent.authorisation;
create policy own_live_rows on consent.authorisation for update to ${portal}
    using (enterprise_id = (select identity.session_enterprise_id()) and revoked_at is null)
    with check (enterprise_id = (select identity.session_enterprise_id()));
grant update (paused_at) on consent.authorisation to ${portal};
