insert into credit.import_batch (item, source, channel, delivery_id, file_name, file_sha256)
values (@item, @source, @channel, @delivery_id, @file_name, @file_sha256)
returning id
