-- Takes a run's rows over. A full score is taken only while its authorisation is still live: one revoked meanwhile leaves nothing behind.
with row as
(
    select s.*, o.id is null or o.input_sha256 <> s.input_sha256 or o.pack_sha256 <> @pack_sha256 as is_changed
    from scoring.score_stage s
    left join scoring.score o
        on o.enterprise_id = s.enterprise_id and o.kind = @kind and o.authorisation_id is not distinct from s.authorisation_id
    where s.run = @run
        and (s.authorisation_id is null or s.authorisation_id in (select a.authorisation_id from scoring.live_authorisation a))
),
taken as
(
    insert into scoring.score as t
        (enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade,
         demonstration, input_sha256, inputs, reasons)
    select r.enterprise_id, @kind, r.authorisation_id,
        array(select i from unnest(@pack_items) i where i not in (select p.item from scoring.public_item p)),
        @pack, @pack_version, @pack_sha256, @as_of, @known, @now, r.margin, r.points, r.grade, @demonstration, r.input_sha256, r.inputs, r.reasons
    from row r
    on conflict (enterprise_id, kind, authorisation_id) do update
    set items = excluded.items, pack = excluded.pack, pack_version = excluded.pack_version, pack_sha256 = excluded.pack_sha256,
        as_of = excluded.as_of, known_at = excluded.known_at, computed_at = excluded.computed_at, margin = excluded.margin,
        points = excluded.points, grade = excluded.grade, demonstration = excluded.demonstration, input_sha256 = excluded.input_sha256,
        inputs = excluded.inputs, reasons = excluded.reasons, withheld_on = null, withheld_rule = null
),
cleared as
(
    delete from scoring.score_stage s where s.run = @run
)
select count(*), count(*) filter (where is_changed)
from row
