-- One row for the enterprise of the session; no credential when it is not verified to level 1 (rule A3).
select
    e.uscc,
    e.name,
    e.legal_representative,
    array(select v.credential_id from identity.live_verification v where v.enterprise_id = e.id and v.level >= 1 order by v.verified_at desc)
from registry.enterprise e
where e.id = (select identity.session_enterprise_id())
