-- The platform's own trouble: the delivery is kept and tried again.
update credit.delivery
set leased_until = clock_timestamp() + @pause,
    error_code = @code,
    error_zh = @zh,
    error_en = @en
where id = @id and state = 'complete' and attempts = @attempts
