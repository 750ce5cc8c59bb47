-- The baseline: lease single messages, each only when nothing before it in its stream waits. Right, but it walks past every leased head.
with due as (
    select o.id
    from exchange.outbox o
    where o.destination = 'province' and o.delivered_at is null and o.parked_at is null
        and not exists (select from bench.lease l where l.id = o.id)
        and not exists (
            select from exchange.outbox p
            where p.destination = o.destination and p.stream = o.stream and p.stream_seq < o.stream_seq and p.delivered_at is null)
    order by o.id
    limit 500
    for update skip locked
)
insert into bench.lease (id) select id from due
