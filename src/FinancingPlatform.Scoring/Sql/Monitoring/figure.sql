insert into scoring.monitor_figure (pack_sha256, as_of, measure, figure, value, rows, bad, level)
values (@pack, @as_of, @measure, @figure, @value, @rows, @bad, @level)
on conflict (pack_sha256, as_of, measure, figure) do update
set value = excluded.value, rows = excluded.rows, bad = excluded.bad, level = excluded.level
