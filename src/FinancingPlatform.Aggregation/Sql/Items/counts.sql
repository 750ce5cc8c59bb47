select
    count(*) filter (where fate = 'accepted' and version > 1),
    count(*) filter (where fate = 'duplicate'),
    count(*) filter (where fate = 'withheld')
from pg_temp.import_fates
