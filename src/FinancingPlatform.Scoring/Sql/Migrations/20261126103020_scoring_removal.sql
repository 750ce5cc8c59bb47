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

-- Rows that the city made for training (训练数据), by the digest of their file: what was known and not removed when they were built.
create table scoring.training_rows (
    sha256 bytea primary key check (octet_length(sha256) = 32),
    built_at timestamptz not null default clock_timestamp(),
    rows bigint not null check (rows > 0),
    items text[] collate "C" not null
);

-- A pack whose training rows the city made (再训练清单): rows built later never hold a removed record, a pack trained earlier has seen it.
create table scoring.pack_training (
    pack_sha256 text collate "C" primary key,
    pack text not null,
    rows_sha256 bytea not null references scoring.training_rows (sha256),
    registered_at timestamptz not null default clock_timestamp()
);

-- Days from a removal to the retraining of a pack that saw the record: the city's own choice, no law names a number.
create view scoring.retraining with (security_barrier) as
select t.pack, t.pack_sha256, w.built_at, r.first_removed_on, r.first_removed_on + 90 as retrain_by, r.removed
from scoring.pack_training t
join scoring.training_rows w on w.sha256 = t.rows_sha256
cross join lateral (
    select min((c.removed_at at time zone 'Asia/Shanghai')::date) as first_removed_on, count(*) as removed
    from credit.credit_record c
    where c.removed_at is not null and c.item = any (w.items) and c.removed_at > w.built_at and c.known_at <= w.built_at
) r
where r.removed > 0;

grant create on schema scoring to ${gate};
alter view scoring.retraining owner to ${gate};
revoke create on schema scoring from ${gate};
grant select on scoring.pack_training, scoring.training_rows to ${gate};
grant select on scoring.retraining to ${worker};
grant select, insert on scoring.pack_training, scoring.training_rows to ${worker};
grant update (pack) on scoring.pack_training to ${worker};
