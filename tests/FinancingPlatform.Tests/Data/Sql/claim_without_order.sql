-- The outbox without its order rule: leases single messages wherever they stand in their stream. Kept only so that the storm can show that
-- it would notice. $1 destination, $2 messages, $3 lease.
with due as (
    select l.id
    from oracle.lease l
    where l.destination = $1 and l.until <= clock_timestamp()
    order by l.id
    limit $2
    for update skip locked
), leased as (
    update oracle.lease l
    set until = clock_timestamp() + $3, token = $4
    from due
    where l.id = due.id
    returning l.id
)
select o.message_id, o.stream, o.stream_seq, o.kind, o.payload, o.payload_sha256, o.created_at, 0
from leased
join exchange.outbox o on o.id = leased.id
