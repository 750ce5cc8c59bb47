-- Which slice of the credit records holds each enterprise, and whether a full score is to be thought of: a statement for enterprises of
-- one slice reads that partition and no other, and one for authorised enterprises reads no other's records.
select s.slice, e.id, e.id in (select a.enterprise_id from scoring.live_authorisation a) as is_authorised
from registry.enterprise e
cross join generate_series(0, @slices - 1) as s (slice)
where satisfies_hash_partition('credit.credit_record'::regclass, @slices, s.slice, e.id)
    and (@enterprises::bigint[] is null or e.id = any (@enterprises))
order by s.slice, e.id
