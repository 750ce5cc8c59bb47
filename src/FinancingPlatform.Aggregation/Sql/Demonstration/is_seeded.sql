-- The city's first enterprise has records: the records come in one transaction, so then all are there.
select exists (
    select from credit.credit_record r
    join registry.enterprise e on e.id = r.enterprise_id
    join credit.import_batch b on b.id = r.batch_id
    where e.uscc = @code and b.source = @source
)
