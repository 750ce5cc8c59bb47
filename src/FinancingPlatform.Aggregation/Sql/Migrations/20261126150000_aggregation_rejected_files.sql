-- Rejected files lie beside the delivered ones, outside this database: what a removal empties here must be emptied there too (rule B1).
create table credit.rejected_file (
    -- On another machine the path names something else.
    host text collate "C" not null,
    -- The same file imported again writes the same rejected file anew.
    path text collate "C" not null,
    batch_id bigint not null unique references credit.import_batch (id),
    -- Null: as the import wrote it.
    mended_at timestamptz,
    primary key (host, path)
);

-- When a removal emptied the row.
alter table credit.rejection add column erased_at timestamptz;
create index rejection_erased on credit.rejection (batch_id, erased_at) where erased_at is not null;

-- Files of this machine that still say what a removal took away, with the lines that may keep their values: those that the database keeps.
-- The database keeps the first rows of a batch; whom a later line is about it cannot say, so a removal of the same item empties them all.
create function credit.rejected_files_to_mend(p_host text, p_limit int) returns table (batch_id bigint, path text, kept bigint[])
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
select f.batch_id, f.path, array(select j.line from credit.rejection j where j.batch_id = f.batch_id and j.erased_at is null)
from credit.rejected_file f
join credit.import_batch b on b.id = f.batch_id
where f.host = p_host
    and (
        exists (select from credit.rejection j where j.batch_id = f.batch_id and j.erased_at > coalesce(f.mended_at, '-infinity'))
        or (
            f.mended_at is null
            and b.rejected > (select count(*) from credit.rejection j where j.batch_id = f.batch_id)
            and exists (select from credit.credit_record r where r.item = b.item and r.removed_at > b.started_at)
        )
    )
order by f.batch_id
limit p_limit
$$;

-- The file was mended, or is gone.
create function credit.rejected_file_mended(p_batch_id bigint, p_since timestamptz) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
update credit.rejected_file f set mended_at = p_since where f.batch_id = p_batch_id
$$;

-- Empties the rows of a batch that are about facts which were removed earlier: an old file does not bring them back as rejections. The importer names the
-- fact where it could read it.
create function credit.erase_rejected(p_batch_id bigint, p_item text, p_lines bigint[], p_usccs text[], p_keys text[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
update credit.rejection j
set cells = '{}', value = '', erased_at = clock_timestamp()
from unnest(p_lines, p_usccs, p_keys) as f (line, uscc, key)
join registry.enterprise e on e.uscc = f.uscc
where j.batch_id = p_batch_id and j.line = f.line and credit.is_removed(e.id, p_item, f.key)
$$;

grant select, insert, update on credit.rejected_file to ${loader};
grant select, update on credit.rejected_file to ${gate};
call platform.give('credit.rejected_files_to_mend(text, int)', '${gate}');
call platform.give('credit.rejected_file_mended(bigint, timestamptz)', '${gate}');
call platform.give('credit.erase_rejected(bigint, text, bigint[], text[], text[])', '${gate}');
grant execute on function credit.erase_rejected(bigint, text, bigint[], text[], text[]) to ${loader};
grant execute on function credit.rejected_files_to_mend(text, int), credit.rejected_file_mended(bigint, timestamptz) to ${loader}, ${worker};
