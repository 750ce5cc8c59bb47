-- Which slice of the credit records holds each enterprise, and whether a full score is to be thought of: a statement for enterprises of
-- one slice reads that partition and no other, and one for authorised enterprises reads no other's records.
-- The slice as PostgreSQL's hash partitioning finds it since 11 (seed and offset are its own constants; a test holds them against it): asking
-- satisfies_hash_partition for each slice in turn would take seconds. Were it found otherwise one day, only time would be lost.
select ((hashint8extended(e.id, 8816678312871386365) + 3) & (@slices - 1))::int as slice, e.id,
    e.id in (select a.enterprise_id from scoring.live_authorisation a) as is_authorised
from registry.enterprise e
where @enterprises::bigint[] is null or e.id = any (@enterprises)
order by e.id
