-- Writes down every row that changes, so that a refused request that changed one is found. What a refusal itself must leave behind is not watched: the
-- access list and the audit chain record it, and its proof is spent.
create schema fuzz;
create unlogged table fuzz.change (id bigint generated always as identity primary key, relation text not null);

create function fuzz.note_change() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    insert into fuzz.change (relation) values (tg_table_schema || '.' || tg_table_name);
    return null;
end
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
