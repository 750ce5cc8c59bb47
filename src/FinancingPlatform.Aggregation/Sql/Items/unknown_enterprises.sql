select f.line, s.uscc
from import_fates f
join pg_temp.import_item s on s.line = f.line
where f.fate = 'unknown-enterprise'
order by f.line
