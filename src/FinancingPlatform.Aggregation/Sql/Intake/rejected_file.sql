insert into credit.rejected_file (host, path, batch_id)
values (@host, @path, @batch_id)
on conflict (host, path) do update set batch_id = excluded.batch_id, mended_at = null
