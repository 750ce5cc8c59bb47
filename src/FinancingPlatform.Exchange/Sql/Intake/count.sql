-- $1 source, then kind, outcome, messages in arrays, $5 now. In one order for everyone, so that two batches wait instead of deadlocking.
insert into exchange.inbox_count (source, kind, outcome, messages, last_at)
select $1, c.kind, c.outcome, c.messages, $5
from unnest($2::text[], $3::text[], $4::bigint[]) as c (kind, outcome, messages)
order by c.kind, c.outcome
on conflict (source, kind, outcome) do update
set messages = exchange.inbox_count.messages + excluded.messages, last_at = excluded.last_at
