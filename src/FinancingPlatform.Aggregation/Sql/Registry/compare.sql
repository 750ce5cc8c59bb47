create temporary table import_registry on commit drop as
select
    line, uscc, name, legal_representative, status, status_date, established_on, kind, division, industry,
    registered_capital_yuan, parent_uscc, staff, revenue_yuan, assets_yuan, size
from pg_temp.import_delivered
where uscc is not null;
analyze pg_temp.import_registry;

-- Each code once, and what its row would make of the enterprise. A cell that the file leaves out or empty keeps what is known: a file
-- without a status column must not forget a status.
create temporary table import_compared on commit drop as
with ranked as (
    select
        s.*,
        row_number() over by_line as nth,
        first_value(s.line) over by_line as first_line
    from pg_temp.import_registry s
    window by_line as (partition by s.uscc order by s.line)
)
select
    r.line,
    r.nth,
    r.first_line,
    e.id as enterprise_id,
    r.uscc,
    r.name,
    coalesce(r.legal_representative, e.legal_representative) as legal_representative,
    case when r.status = 'unknown' then coalesce(e.status, 'unknown') else r.status end as status,
    coalesce(r.status_date, e.status_date) as status_date,
    coalesce(r.established_on, e.established_on) as established_on,
    coalesce(r.kind, e.kind) as kind,
    coalesce(r.division, e.division) as division,
    coalesce(r.industry, e.industry) as industry,
    coalesce(r.registered_capital_yuan, e.registered_capital_yuan) as registered_capital_yuan,
    coalesce(r.parent_uscc, e.parent_uscc) as parent_uscc,
    -- The code's own division never follows a move, so it decides only where nothing newer is known.
    left(coalesce(r.division, e.division, substr(r.uscc, 3, 6)), 4) = @city as in_city,
    coalesce(r.staff, e.staff) as staff,
    coalesce(r.revenue_yuan, e.revenue_yuan) as revenue_yuan,
    coalesce(r.assets_yuan, e.assets_yuan) as assets_yuan,
    -- The size was worked out from the file's figures; another industry with older figures makes it unknown until figures come.
    case
        when r.size <> 'unknown' then r.size
        when r.industry is null or r.industry = e.industry then coalesce(e.size, 'unknown')
        else 'unknown'
    end as size
from ranked r
left join registry.enterprise e on e.uscc = r.uscc;

-- new: not known. version: known otherwise. same: nothing to do. repeat: the file says it twice. conflict: it says two things of one code.
create temporary table import_fates on commit drop as
select
    c.line,
    c.first_line,
    c.uscc,
    case
        when c.nth > 1 and to_jsonb(s) - 'line' is not distinct from to_jsonb(f) - 'line' then 'repeat'
        when c.nth > 1 then 'conflict'
        when c.enterprise_id is null then 'new'
        when (e.name, e.legal_representative, e.status, e.status_date, e.established_on, e.kind, e.division, e.industry,
              e.registered_capital_yuan, e.parent_uscc, e.in_city, e.staff, e.revenue_yuan, e.assets_yuan, e.size)
            is distinct from
             (c.name, c.legal_representative, c.status, c.status_date, c.established_on, c.kind, c.division, c.industry,
              c.registered_capital_yuan, c.parent_uscc, c.in_city, c.staff, c.revenue_yuan, c.assets_yuan, c.size)
            then 'version'
        else 'same'
    end as fate
from import_compared c
left join registry.enterprise e on e.id = c.enterprise_id
left join pg_temp.import_registry s on c.nth > 1 and s.line = c.line
left join pg_temp.import_registry f on c.nth > 1 and f.line = c.first_line;
