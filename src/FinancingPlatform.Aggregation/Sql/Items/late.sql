-- Accepted rows whose clock had run out; it runs from a slot, or from a date of the payload.
select count(*)
from pg_temp.import_item i
left join pg_temp.import_fates f on f.line = i.line
where (f.line is null or f.fate = 'accepted')
    and case @from
        when 'occurred_on' then i.occurred_on
        when 'valid_until' then i.valid_until
        when 'started_on' then i.started_on
        when 'ended_on' then i.ended_on
        else (i.payload ->> @from)::date
    end <= @last
