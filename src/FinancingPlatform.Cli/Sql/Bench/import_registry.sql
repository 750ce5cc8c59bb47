insert into registry.enterprise (uscc, name, in_city, invented, row_sha256)
select code, '虚构企业' || n, true, true, sha256(convert_to(code, 'UTF8'))
from unnest(@codes) with ordinality as c (code, n)
order by n;

analyze registry.enterprise;
