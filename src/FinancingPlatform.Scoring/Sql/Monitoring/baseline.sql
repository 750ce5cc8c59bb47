insert into scoring.monitor_baseline (pack_sha256, measure, as_of, edges, shares, rows)
values (@pack, @measure, @as_of, @edges, @shares, @rows)
on conflict do nothing
