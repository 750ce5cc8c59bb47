-- $1 source, $2 stream.
select coalesce(max(i.stream_seq), 0)::bigint,
       count(*) filter (where i.outcome in ('accepted', 'duplicate')),
       count(*) filter (where i.outcome = 'refused')
from exchange.inbox i
where i.source = $1 and i.stream = $2
