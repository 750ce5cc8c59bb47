-- $1 destination, $2 from, $3 until, $4 kind, $5 after this id, $6 page.
select o.message_id, o.payload_sha256, o.delivered_at is not null, o.parked_at is not null
from exchange.outbox o
where o.destination = $1 and o.created_at >= $2 and o.created_at < $3 and o.kind = $4 and o.message_id > $5
order by o.message_id
limit $6
