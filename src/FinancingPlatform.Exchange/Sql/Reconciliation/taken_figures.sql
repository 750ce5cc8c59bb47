-- $1 source, $2 from, $3 until. A refused message is held as refused, not as a fact: it counts as a difference.
select i.kind, count(*), coalesce(sum(exchange.payload_amount(i.payload)), 0),
       sha256(string_agg(uuid_send(i.message_id) || i.payload_sha256, ''::bytea order by i.message_id))
from exchange.inbox i
where i.source = $1 and i.enqueued_at >= $2 and i.enqueued_at < $3 and i.outcome in ('accepted', 'duplicate')
group by i.kind
order by i.kind
