-- The first ten columns are those of a score on the overview.
select s.kind, s.pack, s.pack_version, s.as_of, s.computed_at, s.points, s.grade, s.demonstration, coalesce(s.reasons, '[]')::text, coalesce(b.name, a.bank_uscc),
    s.pack_sha256, s.inputs::text, s.authorisation_id
from scoring.score s
left join consent.authorisation a on a.id = s.authorisation_id
left join lending.bank b on b.uscc = a.bank_uscc
where s.enterprise_id = (select identity.session_enterprise_id())
order by s.kind, s.computed_at desc
limit $1
