update credit.import_batch
set finished_at = clock_timestamp(),
    received = @received,
    accepted_new = @accepted_new,
    accepted_version = @accepted_version,
    duplicate = @duplicate,
    withheld = @withheld,
    rejected = @rejected,
    late = @late
where id = @id
