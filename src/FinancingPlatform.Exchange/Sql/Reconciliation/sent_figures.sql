-- $1 destination, $2 from, $3 until. Everything recorded counts, delivered or not: what waits is a difference, and is shown as one.
select o.kind, count(*), coalesce(sum(exchange.payload_amount(o.payload)), 0),
       sha256(string_agg(uuid_send(o.message_id) || o.payload_sha256, ''::bytea order by o.message_id))
from exchange.outbox o
where o.destination = $1 and o.created_at >= $2 and o.created_at < $3
group by o.kind
order by o.kind
