-- A counter row per sender, kind and decision, kept by the intake: the page costs the same with a million messages.
select c.source, c.kind, c.outcome, c.messages, c.last_at
from exchange.inbox_count c
order by c.source, c.kind, c.outcome
