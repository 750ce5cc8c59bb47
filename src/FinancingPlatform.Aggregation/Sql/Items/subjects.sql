analyze pg_temp.import_item;

create temporary table import_subject on commit drop as
select s.uscc, e.id as enterprise_id
from (select distinct uscc from pg_temp.import_item) s
left join registry.enterprise e on e.uscc = s.uscc;

analyze pg_temp.import_subject;
