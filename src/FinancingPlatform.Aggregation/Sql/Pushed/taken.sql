-- In the transaction of the rows; nothing is updated when another worker has the delivery by now.
with taken as (
    update credit.delivery
    set state = 'imported',
        batch_id = @batch,
        leased_until = null,
        finished_at = clock_timestamp(),
        error_code = null,
        error_zh = null,
        error_en = null
    where id = @id and state = 'complete' and attempts = @attempts
    returning id
),
emptied as (
    update credit.delivery_chunk as c set body = null from taken where c.delivery_id = taken.id
)
select count(*) from taken
