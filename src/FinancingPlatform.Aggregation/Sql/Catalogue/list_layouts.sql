select
    l.code,
    l.revision,
    l.layout -> 'name' ->> 'zh',
    l.layout ->> 'mode',
    array(select i.version from credit.catalogue_item i where i.code = l.code order by i.version)
from credit.item_layout l
order by l.code
