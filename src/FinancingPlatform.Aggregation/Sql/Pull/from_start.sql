-- Nothing is written while another process holds the source.
insert into credit.pull_source as s (name, item, source_table)
values (@name, @item, @table)
on conflict (name) do update
set at_xid = '0', at_key = null, cluster = null, item = excluded.item, source_table = excluded.source_table
where s.leased_until is null or s.leased_until <= clock_timestamp()
