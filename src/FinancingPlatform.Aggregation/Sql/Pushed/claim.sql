-- The next delivery that waits, for one worker; a head that is leased or was put off keeps the later ones of its department and item back.
update credit.delivery as d
set leased_until = clock_timestamp() + @lease,
    attempts = d.attempts + 1
where d.id = (
    select w.id
    from credit.delivery as w
    where w.state = 'complete'
        and (w.leased_until is null or w.leased_until <= clock_timestamp())
        and not exists (
            select
            from credit.delivery as e
            where e.state = 'complete' and e.client_id = w.client_id and e.item = w.item and (e.completed_at, e.id) < (w.completed_at, w.id)
        )
    order by w.completed_at, w.id
    limit 1
    for update skip locked
)
returning d.id, d.item, d.source, d.attempts, d.declared_rows, d.declared_sha256
