-- One page of the signed-in enterprise's authorisations, newest first. $1 and $2: where the page begins; $3: rows.
select
    a.id, coalesce(b.name, a.bank_uscc), a.purpose, a.leg_look, a.leg_return, a.leg_training, a.valid_from, a.valid_to, a.uses, a.max_uses,
    a.signed_at, a.revoked_at, a.revoke_reason, a.paused_at, a.catalogue_version, a.items
from consent.authorisation a
left join lending.bank b on b.uscc = a.bank_uscc
where a.enterprise_id = (select identity.session_enterprise_id())
    and ($1::timestamptz is null or (a.signed_at, a.id) < ($1::timestamptz, $2::uuid))
order by a.signed_at desc, a.id desc
limit $3
