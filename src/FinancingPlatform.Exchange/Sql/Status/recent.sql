-- $1 rows, newest first.
select i.message_id, i.source, i.stream, i.kind, i.outcome, i.code, i.decided_at
from exchange.inbox i
order by i.decided_at desc
limit $1
