-- The given number of messages in the given number of streams, waiting for the province; written set-based because enqueueing a million one by one is not what is measured.
create schema bench;
create table bench.lease (id bigint primary key);

insert into exchange.outbox_stream (destination, stream, last_seq, available_at, waiting_since)
select 'province', 'enterprise:' || s, ${messages} / ${streams}, clock_timestamp(), clock_timestamp()
from generate_series(1, ${streams}) s;

insert into exchange.outbox (message_id, destination, stream, stream_seq, kind, payload, payload_sha256, created_at)
select gen_random_uuid(), 'province', 'enterprise:' || 1 + (i % ${streams}), 1 + i / ${streams}, 'bench', p.bytes, sha256(p.bytes), clock_timestamp()
from generate_series(0, ${messages} - 1) i
cross join (select convert_to(repeat('{"invented":true}', 20), 'UTF8') as bytes) p;
