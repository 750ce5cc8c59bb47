-- The signed-in enterprise's newest issued reports, or the one of a code.
select i.code, i.issued_at, i.as_of, i.list_version, i.digest
from credit.issued_report as i
where i.enterprise_id = identity.session_enterprise_id() and ($1::text is null or i.code = $1)
order by i.issued_at desc, i.code
limit $2
