-- $1 source, $2 from, $3 until, $4 kind, $5 after this id, $6 page.
select i.message_id, i.payload_sha256, i.outcome, i.code
from exchange.inbox i
where i.source = $1 and i.enqueued_at >= $2 and i.enqueued_at < $3 and i.kind = $4 and i.message_id > $5
order by i.message_id
limit $6
