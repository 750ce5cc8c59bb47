-- Takes one block of a run's scores over. A full score is taken only while its authorisation is still live: one revoked meanwhile leaves
-- nothing behind. In the order of enterprises, so that two runs never wait for each other in a circle.
with given as
(
    select g.*
    from unnest(@enterprises, @authorisations, @margins, @points, @grades, @digests, @inputs, @places)
        as g (enterprise_id, authorisation_id, margin, points, grade, input_sha256, inputs, reasons_at)
    where g.authorisation_id is null
        -- One look-up a row: a join would read every authorisation of the city for each block.
        or (select true from scoring.live_authorisation a where a.authorisation_id = g.authorisation_id)
),
row as
(
    select g.*, o.id is null or o.input_sha256 <> g.input_sha256 or o.pack_sha256 <> @pack_sha256 as is_changed
    from given g
    left join scoring.score o
        on o.enterprise_id = g.enterprise_id and o.kind = @kind and o.authorisation_id is not distinct from g.authorisation_id
),
taken as
(
    insert into scoring.score as t
        (enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade,
         demonstration, input_sha256, inputs, reasons)
    select r.enterprise_id, @kind, r.authorisation_id,
        array(select i from unnest(@pack_items) i where i not in (select p.item from scoring.public_item p)),
        @pack, @pack_version, @pack_sha256, @as_of, @known, @now, r.margin, r.points, r.grade, @demonstration, r.input_sha256, r.inputs, (@reasons::jsonb[])[r.reasons_at]
    from row r
    order by r.enterprise_id, r.authorisation_id
    on conflict (enterprise_id, kind, authorisation_id) do update
    set items = excluded.items, pack = excluded.pack, pack_version = excluded.pack_version, pack_sha256 = excluded.pack_sha256,
        as_of = excluded.as_of, known_at = excluded.known_at, computed_at = excluded.computed_at, margin = excluded.margin,
        points = excluded.points, grade = excluded.grade, demonstration = excluded.demonstration, input_sha256 = excluded.input_sha256,
        inputs = excluded.inputs, reasons = excluded.reasons, withheld_on = null, withheld_rule = null
)
select count(*), count(*) filter (where r.is_changed)
from row r
