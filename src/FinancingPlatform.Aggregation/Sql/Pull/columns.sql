-- Runs in the department's database: the table's columns, and whether the change column can be trusted.
select a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull
from pg_attribute as a
where a.attrelid = to_regclass(@table) and a.attnum > 0 and not a.attisdropped
order by a.attnum
