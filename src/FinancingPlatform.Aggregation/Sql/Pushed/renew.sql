update credit.delivery
set leased_until = clock_timestamp() + @lease
where id = @id and state = 'complete' and attempts = @attempts
