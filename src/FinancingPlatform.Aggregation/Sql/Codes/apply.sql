-- Each code once with what was decided; null where two rows decide differently.
create temporary table correction on commit drop as
select
    s.department, s.code, s.subject, count(*) as rows,
    case when min(s.flag) = max(s.flag) and min(s.corrected_code) = max(s.corrected_code) then min(s.flag) end as flag,
    min(s.corrected_code) as corrected_code,
    (
        select min(a.batch_id)
        from credit.assigned_code a
        where a.department = s.department and a.code = s.code and a.subject = s.subject
    ) as batch_id
from pg_temp.correction_stage s
group by s.department, s.code, s.subject;

insert into credit.code_correction (batch_id, department, code, subject, flag, corrected_code)
select c.batch_id, c.department, c.code, c.subject, c.flag, c.corrected_code
from correction c
where c.flag is not null and c.batch_id is not null
on conflict do nothing;

delete from credit.assigned_code a
using correction c
where c.flag = 1 and a.department = c.department and a.code = c.code and a.subject = c.subject;

-- The file's new codes were checked as it was read.
update credit.assigned_code a
set code = c.corrected_code, fault = 'none', folded_fault = 'none'
from correction c
where c.flag = 0 and a.department = c.department and a.code = c.code and a.subject = c.subject;
