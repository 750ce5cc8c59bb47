-- The last version of every key of the item that the file's enterprises have; nothing at a first delivery.
create temporary table import_known on commit drop as
select k.enterprise_id, k.natural_key, k.version, k.sha256, k.removed_at
from pg_temp.import_subject u
cross join lateral (
    select distinct on (r.natural_key) r.enterprise_id, r.natural_key, r.version, r.sha256, r.removed_at
    from credit.credit_record r
    where r.enterprise_id = u.enterprise_id and r.item = @item
    order by r.natural_key, r.version desc
) k;

analyze pg_temp.import_known;

-- Keys that need a closer look: known, perhaps repeated in the file, or removed: the record's key is a salted digest then.
create temporary table import_key on commit drop as
select enterprise_id, natural_key from pg_temp.import_known
union
select u.enterprise_id, i.natural_key
from pg_temp.import_item i
join pg_temp.import_subject u on u.uscc = i.uscc
where i.may_repeat
union
select k.enterprise_id, i.natural_key
from (select distinct enterprise_id from pg_temp.import_known where removed_at is not null) k
join pg_temp.import_subject u on u.enterprise_id = k.enterprise_id
join pg_temp.import_item i on i.uscc = u.uscc
where credit.is_removed(k.enterprise_id, @item, i.natural_key);

analyze pg_temp.import_key;

-- What becomes of each row of those keys. A file that ends, for a key, with what is known already says nothing new, whatever came before in
-- it: that is why the same file again changes nothing. Otherwise each changed row is the next version, in the order of the lines.
create temporary table import_fates on commit drop as
with placed as (
    select
        i.line,
        k.enterprise_id,
        k.natural_key,
        i.sha256,
        lag(i.sha256) over by_line as sha256_before,
        last_value(i.sha256) over (by_line rows between unbounded preceding and unbounded following) as sha256_last
    from pg_temp.import_key k
    join pg_temp.import_subject u on u.enterprise_id = k.enterprise_id
    join pg_temp.import_item i on i.uscc = u.uscc and i.natural_key = k.natural_key
    window by_line as (partition by k.enterprise_id, k.natural_key order by i.line)
),
judged as (
    select
        p.line,
        p.enterprise_id,
        p.natural_key,
        coalesce(known.version, 0) as known_version,
        case
            -- Removal beats replay (rule B1): what was lawfully removed does not come back with an old file.
            when known.removed_at is not null or (removed.enterprise_id is not null and credit.is_removed(p.enterprise_id, @item, p.natural_key)) then 'withheld'
            when p.sha256_last = known.sha256 then 'duplicate'
            when p.sha256 = coalesce(p.sha256_before, known.sha256) then 'duplicate'
            else 'accepted'
        end as fate
    from placed p
    left join pg_temp.import_known known on known.enterprise_id = p.enterprise_id and known.natural_key = p.natural_key
    left join (select distinct enterprise_id from pg_temp.import_known where removed_at is not null) removed on removed.enterprise_id = p.enterprise_id
)
select
    line,
    fate,
    (known_version + count(*) filter (where fate = 'accepted') over (
        partition by enterprise_id, natural_key order by line rows between unbounded preceding and current row))::int as version
from judged;

analyze pg_temp.import_fates;
