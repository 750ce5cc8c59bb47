-- The baseline's rows refer to the import's batch, which its own database does not have.
insert into credit.import_batch (id, item, source, file_name, file_sha256) overriding system value
values (1, 'tax-payment', 'bench', 'bench', sha256(''))
