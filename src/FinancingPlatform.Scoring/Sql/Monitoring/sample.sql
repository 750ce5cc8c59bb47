-- The same for a sample: the digest's order is as good as a drawn one, and the same each time.
select s.points, s.inputs::text
from
(
    select s.points, s.inputs, s.input_sha256
    from scoring.score s
    where s.pack_sha256 = @pack and s.inputs is not null
    union all
    select p.points, p.inputs, p.input_sha256
    from scoring.parallel_score p
    where p.pack_sha256 = @pack
) s
order by s.input_sha256
limit @most
