-- Inputs of scores that are not the baseline's features, unknown and zero told apart: how many, and one of them in words.
-- Single precision on both sides, but sums may be rounded in another order.
with difference as
(
    select coalesce(f.enterprise_id, s.enterprise_id) as enterprise_id, i.key, v.found, v.expected
    from bench.features f
    full join scoring.score s on s.enterprise_id = f.enterprise_id and s.authorisation_id is not distinct from f.authorisation_id
    left join lateral jsonb_each(s.inputs) i on true
    left join lateral (select (to_jsonb(f) ->> i.key)::real as expected, (i.value #>> '{}')::real as found) v on true
    where f.enterprise_id is null
        or s.enterprise_id is null
        or v.found is distinct from v.expected and (v.found is null or v.expected is null or abs(v.found - v.expected) > 1e-5 * greatest(1, abs(v.expected)))
)
select count(*), max(format('enterprise %s, %s: %s, by hand %s', enterprise_id, coalesce(key, 'no score'), coalesce(found::text, 'unknown'), coalesce(expected::text, 'unknown')))
from difference
