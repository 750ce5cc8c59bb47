update credit.pull_source
set leased_until = null,
    lease_token = null,
    failed_at = case when @code::text is null then failed_at else clock_timestamp() end,
    error_code = coalesce(@code, error_code),
    error_zh = coalesce(@zh, error_zh),
    error_en = coalesce(@en, error_en)
where name = @name and lease_token = @token
