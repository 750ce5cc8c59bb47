-- Packs in use without a figure of today.
select p.sha256
from scoring.pack_version p
where (p.state in ('champion', 'challenger') or exists (select from scoring.bank_pin b where b.sha256 = p.sha256))
    and not exists (select from scoring.monitor_figure f where f.pack_sha256 = p.sha256 and f.as_of = @today and f.figure = 'calibration')
    and
    (
        exists (select from scoring.score s where s.pack_sha256 = p.sha256 and s.inputs is not null)
        or exists (select from scoring.parallel_score s where s.pack_sha256 = p.sha256)
    )
order by p.sha256
