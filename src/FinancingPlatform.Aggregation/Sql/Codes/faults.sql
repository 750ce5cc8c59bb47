-- What is not in order as sent, and what only the case hides.
select s.department, s.code, s.name, case when s.fault = 'none' then f.fault else s.fault end
from credit.judged_codes(false) s
join credit.judged_codes(true) f on f.department = s.department and f.line = s.line
where s.fault <> 'none' or f.fault <> 'none'
order by s.department, s.line
