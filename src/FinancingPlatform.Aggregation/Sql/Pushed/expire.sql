with expired as (
    update credit.delivery
    set state = 'expired',
        finished_at = clock_timestamp(),
        error_code = @code,
        error_zh = @zh,
        error_en = @en
    where id in (
        select id
        from credit.delivery
        where state = 'open' and touched_at < clock_timestamp() - @after
        order by touched_at
        limit @most
        for update skip locked
    )
    returning id
),
emptied as (
    update credit.delivery_chunk as c set body = null from expired where c.delivery_id = expired.id
)
select count(*) from expired
