-- $1 destination, $2 message.
select o.destination, o.stream, o.stream_seq, o.kind, o.created_at, o.payload_sha256, r.batch_seal, o.receipt_entry::text, r.receipt_seal
from exchange.outbox o
join exchange.receipt r on r.id = o.receipt_id
where o.destination = $1 and o.message_id = $2
