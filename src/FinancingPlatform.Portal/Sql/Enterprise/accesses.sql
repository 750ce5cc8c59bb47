-- Every look at the signed-in enterprise's data, refused ones too, newest first. $1 and $2: where the page begins; $3: rows; $4: an outcome, or null for all.
select r.ticket, r.at, coalesce(b.name, r.bank_uscc), r.operator, r.branch, r.purpose, r.reference, r.items, r.outcome, r.refusal, r.read_at, r.authorisation_id
from consent.access_record r
left join lending.bank b on b.uscc = r.bank_uscc
where r.enterprise_id = (select identity.session_enterprise_id())
    and ($1::timestamptz is null or (r.at, r.ticket) < ($1::timestamptz, $2::uuid))
    and ($4::text is null or r.outcome = $4::text)
order by r.at desc, r.ticket desc
limit $3
