-- A published day is read as it was published; any other day is worked now.
with published as materialized
(
    select * from indicator.snapshot s where s.as_of = $1
)
select
    f.definition, f.id, f.name_zh, f.name_en, f.formula_zh, f.formula_en, f.note_zh, f.note_en, f.unit, f.window_months, f.population, f.basis, f.target,
    case when s.definition is null then f.value else s.value end,
    case when s.definition is null then f.net else s.net end,
    case when s.definition is null then f.numerator else s.numerator end,
    case when s.definition is null then f.net_numerator else s.net_numerator end,
    coalesce(s.denominator, f.denominator),
    coalesce(s.unknown_status, f.unknown_status),
    coalesce(s.suspended, f.suspended),
    case when s.definition is null then f.numerator_outside else s.numerator_outside end,
    case when s.definition is null then f.numerator_sha256 else s.numerator_sha256 end,
    coalesce(s.denominator_sha256, f.denominator_sha256)
from indicator.figures($1) f
left join published s on s.definition = f.definition
order by f.ordinal
