-- A row that was mended in the page comes in like a pushed one and is neither interface nor file, whoever imports it.
insert into credit.import_batch (item, source, channel, delivery_id, file_name, file_sha256)
values (
    @item, @source,
    coalesce((select 'mend' from credit.delivery d where d.id = @delivery_id and d.mends_batch_id is not null), @channel),
    @delivery_id, @file_name, @file_sha256)
returning id
