select
    count(*) filter (where fate = 'new'),
    count(*) filter (where fate = 'version'),
    count(*) filter (where fate in ('same', 'repeat')),
    count(*) filter (where fate = 'conflict')
from import_fates
