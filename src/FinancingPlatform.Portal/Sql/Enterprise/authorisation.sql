-- One authorisation of the signed-in enterprise with its text, and what stays with the bank when it is withdrawn (rule A5).
select
    a.id, coalesce(b.name, a.bank_uscc), a.purpose, a.leg_look, a.leg_return, a.leg_training, a.valid_from, a.valid_to, a.uses, a.max_uses,
    a.signed_at, a.revoked_at, a.revoke_reason, a.paused_at, a.catalogue_version, a.items,
    a.text_version, a.text_shown, encode(a.text_sha256, 'hex'),
    (select count(*) from consent.access_record r where r.authorisation_id = a.id and r.enterprise_id = a.enterprise_id and r.read_at is not null),
    (select count(*) from lending.credit_line l where l.authorisation_id = a.id and l.enterprise_id = a.enterprise_id),
    (
        select coalesce(sum(n.balance_yuan), 0)
        from lending.loan n
        join lending.credit_line l on l.id = n.credit_line_id
        where l.authorisation_id = a.id and n.enterprise_id = a.enterprise_id
    )
from consent.authorisation a
left join lending.bank b on b.uscc = a.bank_uscc
where a.enterprise_id = (select identity.session_enterprise_id()) and a.id = $1
