insert into registry.enterprise_history (enterprise_id, batch_id, was)
select e.id, @batch, to_jsonb(e)
from import_fates f
join registry.enterprise e on e.uscc = f.uscc
where f.fate = 'version';

update registry.enterprise e
set name = c.name,
    legal_representative = c.legal_representative,
    status = c.status,
    status_date = c.status_date,
    established_on = c.established_on,
    kind = c.kind,
    division = c.division,
    industry = c.industry,
    registered_capital_yuan = c.registered_capital_yuan,
    parent_uscc = c.parent_uscc,
    in_city = c.in_city,
    staff = c.staff,
    revenue_yuan = c.revenue_yuan,
    assets_yuan = c.assets_yuan,
    size = c.size,
    row_sha256 = sha256(convert_to(to_jsonb(c) - 'line' - 'nth' - 'first_line' - 'enterprise_id' #>> '{}', 'UTF8')),
    updated_at = clock_timestamp()
from import_fates f
join import_compared c on c.line = f.line
where f.fate = 'version' and e.id = c.enterprise_id;

insert into registry.enterprise (
    uscc, name, legal_representative, status, status_date, established_on, kind, division, industry, registered_capital_yuan,
    parent_uscc, in_city, staff, revenue_yuan, assets_yuan, size, invented, row_sha256
)
select
    c.uscc, c.name, c.legal_representative, c.status, c.status_date, c.established_on, c.kind, c.division, c.industry, c.registered_capital_yuan,
    c.parent_uscc, c.in_city, c.staff, c.revenue_yuan, c.assets_yuan, c.size, @invented,
    sha256(convert_to(to_jsonb(c) - 'line' - 'nth' - 'first_line' - 'enterprise_id' #>> '{}', 'UTF8'))
from import_fates f
join import_compared c on c.line = f.line
where f.fate = 'new'
order by c.line;
