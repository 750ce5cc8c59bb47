-- Takes a run's rows over. A full score is taken only while its authorisation is still live: one revoked meanwhile leaves nothing behind.
with row as
(
    select s.*
    from scoring.parallel_stage s
    where s.run = @run
        and (s.authorisation_id is null or s.authorisation_id in (select a.authorisation_id from scoring.live_authorisation a))
),
taken as
(
    insert into scoring.parallel_score as t
        (enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, computed_at, margin, points, grade, demonstration, input_sha256, inputs, reasons)
    select r.enterprise_id, @kind, r.authorisation_id,
        array(select i from unnest(@pack_items) i where i not in (select p.item from scoring.public_item p)),
        @pack, @pack_version, @pack_sha256, @as_of, @now, r.margin, r.points, r.grade, @demonstration, r.input_sha256, r.inputs, r.reasons
    from row r
    on conflict on constraint parallel_score_one do update
    set items = excluded.items, as_of = excluded.as_of, computed_at = excluded.computed_at, margin = excluded.margin, points = excluded.points, grade = excluded.grade,
        input_sha256 = excluded.input_sha256, inputs = excluded.inputs, reasons = excluded.reasons
),
cleared as
(
    delete from scoring.parallel_stage s where s.run = @run
)
select count(*)
from row
