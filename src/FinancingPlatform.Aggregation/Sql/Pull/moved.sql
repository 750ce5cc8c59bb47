-- In the transaction of the rows; nothing is updated when another process has the source by now.
update credit.pull_source
set at_xid = @xid::text::xid8,
    at_key = @key,
    cluster = @cluster,
    rows = rows + @rows,
    leased_until = clock_timestamp() + @lease,
    pulled_at = clock_timestamp(),
    error_code = null,
    error_zh = null,
    error_en = null
where name = @name and lease_token = @token
