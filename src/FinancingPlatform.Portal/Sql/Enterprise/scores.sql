-- The first ten columns are those of a score on the overview. A bank that keeps to another version is shown that one: so is the owner, with the name of the
-- version that answers for everybody else beside it.
with pinned as materialized (select p.* from scoring.own_pinned_scores() p)
select s.kind, coalesce(p.pack, s.pack), coalesce(p.pack_version, s.pack_version), coalesce(p.as_of, s.as_of), coalesce(p.computed_at, s.computed_at),
    coalesce(p.points, s.points), coalesce(p.grade, s.grade), coalesce(p.demonstration, s.demonstration), coalesce(p.reasons, s.reasons, '[]')::text,
    coalesce(b.name, a.bank_uscc), coalesce(p.pack_sha256, s.pack_sha256), coalesce(p.inputs, s.inputs)::text, s.authorisation_id,
    case when p.id is not null then s.pack end, case when p.id is not null then s.pack_version end, case when p.id is not null then s.points end
from scoring.score s
left join pinned p on p.authorisation_id = s.authorisation_id
left join consent.authorisation a on a.id = s.authorisation_id
left join lending.bank b on b.uscc = a.bank_uscc
where s.enterprise_id = (select identity.session_enterprise_id())
union all
select p.kind, p.pack, p.pack_version, p.as_of, p.computed_at, p.points, p.grade, p.demonstration, coalesce(p.reasons, '[]')::text,
    coalesce(b.name, p.bank_uscc), p.pack_sha256, p.inputs::text, null, s.pack, s.pack_version, s.points
from pinned p
left join lending.bank b on b.uscc = p.bank_uscc
join scoring.score s on s.enterprise_id = (select identity.session_enterprise_id()) and s.kind = 'public'
where p.kind = 'public'
order by 1, 5 desc
limit $1
