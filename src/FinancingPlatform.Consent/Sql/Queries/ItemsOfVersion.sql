select code, name_zh, name_en, coalesce(supplier, '–')
from credit.catalogue_item
where version = $1
order by code
