-- What can't be imported as it is: the department mends it and delivers anew, so nothing of it is kept.
with failed as (
    update credit.delivery
    set state = 'failed',
        leased_until = null,
        finished_at = clock_timestamp(),
        error_code = @code,
        error_zh = @zh,
        error_en = @en
    where id = @id and state = 'complete' and attempts = @attempts
    returning id
),
emptied as (
    update credit.delivery_chunk as c set body = null from failed where c.delivery_id = failed.id
)
select count(*) from failed
