select
    coalesce(sum(rows) filter (where flag = 0 and batch_id is not null), 0)::bigint,
    coalesce(sum(rows) filter (where flag = 1 and batch_id is not null), 0)::bigint,
    coalesce(sum(rows) filter (where flag = 2 and batch_id is not null), 0)::bigint,
    coalesce(sum(rows) filter (where flag is not null and batch_id is null), 0)::bigint,
    coalesce(sum(rows) filter (where flag is null), 0)::bigint
from correction
