analyze pg_temp.import_item;

-- What becomes of each row. A file that ends, for a key, with what is known already says nothing new, whatever came before in it: that is
-- why the same file again changes nothing. Otherwise each changed row is the next version, in the order of the lines.
create temporary table import_fates on commit drop as
with placed as (
    select
        s.line,
        e.id as enterprise_id,
        s.natural_key,
        s.sha256,
        lag(s.sha256) over by_line as sha256_before,
        last_value(s.sha256) over (by_line rows between unbounded preceding and unbounded following) as sha256_last
    from pg_temp.import_item s
    left join registry.enterprise e on e.uscc = s.uscc
    window by_line as (partition by s.uscc, s.natural_key order by s.line)
),
judged as (
    select
        p.line,
        p.enterprise_id,
        p.natural_key,
        coalesce(known.version, 0) as known_version,
        case
            when p.enterprise_id is null then 'unknown-enterprise'
            -- Removal beats replay (rule B1): what was lawfully removed does not come back with an old file.
            when known.removed_at is not null then 'withheld'
            when p.enterprise_id in (select r.enterprise_id from credit.credit_record r where r.item = @item and r.removed_at is not null)
                and credit.is_removed(p.enterprise_id, @item, p.natural_key) then 'withheld'
            when p.sha256_last = known.sha256 then 'duplicate'
            when p.sha256 = coalesce(p.sha256_before, known.sha256) then 'duplicate'
            else 'accepted'
        end as fate
    from placed p
    left join lateral (
        select r.version, r.sha256, r.removed_at
        from credit.credit_record r
        where r.enterprise_id = p.enterprise_id and r.item = @item and r.natural_key = p.natural_key
        order by r.version desc
        limit 1
    ) known on true
)
select
    line,
    enterprise_id,
    fate,
    known_version + count(*) filter (where fate = 'accepted') over (
        partition by enterprise_id, natural_key order by line rows between unbounded preceding and current row) as version
from judged;
