-- One process pulls a source at a time; nothing comes back while another holds it.
insert into credit.pull_source as s (name, item, source_table, lease_token, leased_until)
values (@name, @item, @table, @token, clock_timestamp() + @lease)
on conflict (name) do update
set lease_token = excluded.lease_token,
    leased_until = excluded.leased_until
where s.leased_until is null or s.leased_until <= clock_timestamp()
returning s.item, s.source_table, s.cluster, s.at_xid::text, s.at_key
