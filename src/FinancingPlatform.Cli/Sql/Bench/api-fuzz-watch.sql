-- Writes down every row that changes, so that a refused request that changed one is found. What a refusal itself must leave behind is not watched: the
-- access list and the audit chain record it, and its proof is spent.
create schema fuzz;
create unlogged table fuzz.change
(
    id       bigint   generated always as identity primary key,
    relation text     not null,
    content  uuid     not null,
    sign     smallint not null
);

create function fuzz.note_change() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if tg_op <> 'INSERT' then
        insert into fuzz.change (relation, content, sign) values (tg_table_schema || '.' || tg_table_name, md5(old::text)::uuid, -1);
    end if;
    if tg_op <> 'DELETE' then
        insert into fuzz.change (relation, content, sign) values (tg_table_schema || '.' || tg_table_name, md5(new::text)::uuid, 1);
    end if;
    return null;
end
$$;

-- Tables whose rows, taken together, are others than they were; and how far was looked, with no table, when none is.
create function fuzz.changes_since(p_id bigint) returns table (last_id bigint, relation text)
    language sql
as
$$
with seen as
(
    select max(c.id) as last_id, c.relation, sum(c.sign) as net from fuzz.change c where c.id > p_id group by c.relation, c.content
)
select max(s.last_id), case when s.net <> 0 then s.relation end from seen s group by 2
$$;

do $$
declare
    v_table record;
begin
    for v_table in
        select n.nspname, c.relname
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and not c.relispartition
            and n.nspname in ('registry', 'credit', 'consent', 'lending', 'scoring', 'exchange', 'identity', 'indicator')
            and (n.nspname, c.relname) not in (('consent', 'access_record'), ('identity', 'dpop_jti'))
    loop
        execute format('create trigger fuzz_watch after insert or update or delete on %I.%I for each row execute function fuzz.note_change()', v_table.nspname, v_table.relname);
    end loop;
end
$$;
