insert into credit.item_layout (code, revision, layout)
values (@code, @revision, @layout)
on conflict (code) do update
set revision = excluded.revision, layout = excluded.layout, loaded_at = clock_timestamp()
