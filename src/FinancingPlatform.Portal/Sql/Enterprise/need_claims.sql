-- What banks did with one of the signed-in enterprise's needs, in order. $1: the need.
select
    c.id, coalesce(b.name, c.bank_uscc), c.claimed_at, c.accepted_at, c.released_at, c.decided_at, c.decision, c.amount_yuan, c.rate_percent, c.months, c.refusal_code,
    c.bank_uscc = any (n.picked_banks) or c.legal_entity_uscc = any (n.picked_banks)
from lending.need_claim c
join lending.need n on n.id = c.need_id
left join lending.bank b on b.uscc = c.bank_uscc
where c.need_id = $1 and c.enterprise_id = (select identity.session_enterprise_id())
order by c.claimed_at, c.id
