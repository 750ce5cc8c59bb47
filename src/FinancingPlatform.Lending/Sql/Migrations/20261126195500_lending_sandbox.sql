-- True while every enterprise is invented (仅有虚构数据): what a sandbox asks before it starts. A record needs its enterprise, so the registry answers for all.
create function lending.only_invented() returns boolean
    language sql
    stable
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
select not exists (select from registry.enterprise e where not e.invented)
$$;

call platform.give('lending.only_invented()', '${gate}');
revoke all on function lending.only_invented() from public;
grant execute on function lending.only_invented() to ${bank_api};
