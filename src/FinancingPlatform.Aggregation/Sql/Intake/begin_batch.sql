insert into credit.import_batch (item, source, file_name, file_sha256)
values (@item, @source, @file_name, @file_sha256)
returning id
