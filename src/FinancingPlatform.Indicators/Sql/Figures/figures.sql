-- A published day is read as it was published; any other day is worked now.
with published as materialized
(
    select * from indicator.snapshot s where s.as_of = $1
),
figure as
(
    select
        f.definition, f.id, f.ordinal, f.name_zh, f.name_en, f.formula_zh, f.formula_en, f.note_zh, f.note_en, f.unit, f.window_months, f.population, f.basis,
        f.target, f.value, f.net, f.numerator, f.net_numerator, f.denominator, f.unknown_status, f.suspended, f.numerator_outside, f.numerator_sha256,
        f.denominator_sha256, 'enterprise' as counts, 'higher' as better, f.denominator as net_denominator
    from indicator.figures($1) f
    union all
    select
        q.definition, q.id, q.ordinal, q.name_zh, q.name_en, q.formula_zh, q.formula_en, q.note_zh, q.note_en, q.unit, q.window_months, q.population, q.basis,
        q.target, q.value, q.net, q.numerator, q.net_numerator, q.denominator, 0, 0, null, q.numerator_sha256,
        q.denominator_sha256, q.counts, q.better, q.net_denominator
    from indicator.quality_figures($1) q
)
select
    f.definition, f.id, f.name_zh, f.name_en, f.formula_zh, f.formula_en, f.note_zh, f.note_en, f.unit, f.window_months, f.population, f.basis, f.target,
    case when s.definition is null then f.value else s.value end,
    case when s.definition is null then f.net else s.net end,
    case when s.definition is null then f.numerator else s.numerator end,
    case when s.definition is null then f.net_numerator else s.net_numerator end,
    case when s.definition is null then f.denominator else s.denominator end,
    coalesce(s.unknown_status, f.unknown_status),
    coalesce(s.suspended, f.suspended),
    case when s.definition is null then f.numerator_outside else s.numerator_outside end,
    case when s.definition is null then f.numerator_sha256 else s.numerator_sha256 end,
    case when s.definition is null then f.denominator_sha256 else s.denominator_sha256 end,
    f.counts, f.better,
    -- Before the net figure could have a denominator of its own it had the figure's.
    case when s.definition is null then f.net_denominator when f.counts = 'enterprise' then s.denominator else s.net_denominator end
from figure f
left join published s on s.definition = f.definition
order by f.ordinal
