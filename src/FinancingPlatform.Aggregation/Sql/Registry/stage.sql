-- One import of the registry at a time: two would find the same code absent and both insert it.
select pg_advisory_xact_lock(hashtext('registry.enterprise import'));

create temporary table import_registry (
    line bigint not null,
    uscc text collate "C" not null,
    name text not null,
    legal_representative text,
    status text not null,
    status_date date,
    established_on date,
    kind text,
    division text collate "C",
    industry text collate "C",
    registered_capital_yuan numeric(18, 2),
    parent_uscc text collate "C",
    staff int,
    revenue_yuan numeric(18, 2),
    assets_yuan numeric(18, 2),
    size text not null
) on commit drop;
