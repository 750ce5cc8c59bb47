-- One import of the registry at a time: two would find the same code absent and both insert it.
select pg_advisory_xact_lock(hashtext('registry.enterprise import'));

-- Every line with the code as sent; uscc is null where the line was rejected.
create temporary table import_delivered (
    line bigint not null,
    code text collate "C" not null,
    subject bytea not null,
    subject_name text not null,
    fault text not null,
    folded_fault text not null,
    uscc text collate "C",
    name text,
    legal_representative text,
    status text,
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
    size text
) on commit drop;
