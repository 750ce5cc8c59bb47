-- $1 senders, $2 message id, $3 the destination above; its further way up stands in the outbox under the same id.
select i.message_id, i.source, i.stream, i.stream_seq, i.kind, i.payload_sha256, i.outcome, i.code, i.enqueued_at, i.decided_at,
       o.destination, o.delivered_at, o.parked_at, o.last_error
from exchange.inbox i
left join exchange.outbox o on o.destination = $3 and o.message_id = i.message_id
where i.source = any ($1) and i.message_id = $2
limit 1
