-- What a run over a whole city costs beyond its own work.

-- The public items as an array, not a join: the array is a condition of the index, where the join read every record of an enterprise only
-- to throw those of other items away. For an item that is not public nothing is read, as before.
create or replace view scoring.public_record with (security_barrier) as
select r.*
from scoring.record r
where r.item = any (array(select p.item from scoring.public_item p));

-- As with credit.credit_record: a run takes its enterprises from the registry in the statement that reads their features, and no role may
-- delete one. The check locked the enterprise's row for every score, which took as long as writing the score itself.
alter table scoring.score drop constraint score_enterprise_id_fkey;
alter table scoring.parallel_score drop constraint parallel_score_enterprise_id_fkey;
