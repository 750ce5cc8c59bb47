-- What a lawful removal does to scores (rule B1): inputs that held the record are erased with date and rule, and the enterprise is scored again.
create function scoring.record_removed() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    update scoring.score s
    set inputs = null,
        reasons = '[]',
        -- The digest of a few numbers could be found by trying.
        input_sha256 = sha256((select k.salt from credit.removal_salt k) || s.input_sha256),
        withheld_on = (new.removed_at at time zone 'Asia/Shanghai')::date,
        withheld_rule = new.removed_rule
    where s.enterprise_id = new.enterprise_id
        and s.inputs is not null
        -- A full score holds the public items too.
        and (new.item = any (s.items) or new.item in (select p.item from scoring.public_item p));
    insert into scoring.pending (enterprise_id) values (new.enterprise_id)
    on conflict (enterprise_id) do update set since = clock_timestamp();
    return null;
end
$$;

grant update on scoring.score to ${gate};
grant select on credit.removal_salt to ${gate};
call platform.give('scoring.record_removed()', '${gate}');
revoke all on function scoring.record_removed() from public;

create trigger record_removed
    after update of removed_at on credit.credit_record
    for each row when (old.removed_at is null and new.removed_at is not null)
    execute function scoring.record_removed();

-- A pack whose training rows the city made (再训练清单): rows built later never hold a removed record, a pack trained earlier has seen it.
create table scoring.pack_training (
    pack_sha256 text collate "C" primary key,
    pack text not null,
    trained_on date not null,
    items text[] collate "C" not null
);

-- Days from a removal to the retraining of a pack that saw the record: the city's own choice, no law names a number.
create view scoring.retraining with (security_barrier) as
select t.pack, t.pack_sha256, t.trained_on, r.first_removed_on, r.first_removed_on + 90 as retrain_by, r.removed
from scoring.pack_training t
cross join lateral (
    select min((c.removed_at at time zone 'Asia/Shanghai')::date) as first_removed_on, count(*) as removed
    from credit.credit_record c
    where c.removed_at is not null
        and c.item = any (t.items)
        and (c.removed_at at time zone 'Asia/Shanghai')::date >= t.trained_on
        and (c.known_at at time zone 'Asia/Shanghai')::date <= t.trained_on
) r
where r.removed > 0;

grant create on schema scoring to ${gate};
alter view scoring.retraining owner to ${gate};
revoke create on schema scoring from ${gate};
grant select on scoring.pack_training to ${gate};
grant select on scoring.retraining to ${worker};
grant select, insert on scoring.pack_training to ${worker};
